"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ApiProblem, type ApiReply, api, type Method, request } from "./api.ts";

/** A problem as an exception: what the query library understands. */
class ProblemError extends Error {
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Asked again by itself only where asking again may help. */
const WORTH_RETRYING: readonly string[] = ["offline", "unavailable", "internal"];
const RETRIES_MAX = 2;

export function retryProblem(count: number, error: unknown): boolean {
  return error instanceof ProblemError && WORTH_RETRYING.includes(error.problem.code) && count < RETRIES_MAX;
}

export interface ApiState<T> {
  readonly data: T | undefined;
  /** Why the latest attempt failed; `data` may still hold what an earlier one brought. */
  readonly problem: ApiProblem | null;
  /** True until the first answer. */
  readonly loading: boolean;
  /** Asks again at once. */
  readonly reload: () => void;
}

interface ApiOptions {
  /** Asks again this often while the page is seen. */
  readonly refreshMs?: number;
}

/** What the city answers to GET `path`, kept and shared by path. A null path asks nothing yet. */
export function useApi<T>(path: string | null, { refreshMs }: ApiOptions = {}): ApiState<T> {
  const query = useQuery({
    queryKey: keyOf(path ?? ""),
    queryFn: ({ signal }) => settle(api.get<T>(path ?? "", signal)),
    enabled: path !== null,
    refetchInterval: refreshMs ?? false,
  });
  return {
    data: query.data,
    problem: problemIn(query.error),
    loading: query.isPending && path !== null,
    reload: () => void query.refetch(),
  };
}

export interface ApiPages<TPage> {
  readonly pages: readonly TPage[];
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly reload: () => void;
}

/** A long list, page by page: `cursorOf` gives what the next page starts `before`, or null at the end. */
export function useApiPages<TPage>(path: string, cursorOf: (page: TPage) => string | null): ApiPages<TPage> {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(path), "#pages"],
    queryFn: ({ pageParam, signal }) => settle(api.get<TPage>(withBefore(path, pageParam), signal)),
    initialPageParam: null as string | null,
    getNextPageParam: cursorOf,
  });
  return {
    pages: query.data?.pages ?? [],
    problem: problemIn(query.error),
    loading: query.isPending,
    loadingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  };
}

interface SendOptions<TBody> {
  readonly method: Exclude<Method, "GET">;
  readonly path: string | ((body: TBody) => string);
  /** Paths whose answers are old once this was done: they and everything below them are read again. */
  readonly refresh?: readonly string[];
  /** Shows the outcome at once and takes it back if the city refuses. */
  readonly optimistic?: {
    readonly path: string;
    // The kept answer's type is known to the caller alone.
    readonly apply: (old: unknown, body: TBody) => unknown;
  };
}

export interface Sender<TBody, T> {
  /** Sends the body; resolves with the city's answer, good or bad. */
  readonly send: (body: TBody) => Promise<ApiReply<T>>;
  readonly sending: boolean;
}

/** A change at the city: sent once, never repeated by itself. */
export function useSend<TBody = void, T = unknown>(options: SendOptions<TBody>): Sender<TBody, T> {
  const client = useQueryClient();
  const { method, path, refresh = [], optimistic } = options;
  const mutation = useMutation({
    mutationFn: (body: TBody) =>
      settle(request<T>(method, typeof path === "string" ? path : path(body), bodyFor(method, body))),
    onMutate: async (body) => {
      if (!optimistic) return undefined;
      const key = keyOf(optimistic.path);
      await client.cancelQueries({ queryKey: key });
      const old = client.getQueryData(key);
      client.setQueryData(key, old === undefined ? old : optimistic.apply(old, body));
      return { key, old };
    },
    onError: (_error, _body, before) => before && client.setQueryData(before.key, before.old),
    onSettled: () =>
      Promise.all(refresh.map((stale) => client.invalidateQueries({ queryKey: keyOf(stale) }))),
  });
  return {
    sending: mutation.isPending,
    send: (body) =>
      mutation.mutateAsync(body).then(
        (value) => ({ ok: true, value }),
        (error: unknown) => {
          const problem = problemIn(error);
          if (problem) return problem;
          throw error;
        },
      ),
  };
}

function bodyFor(method: Method, body: unknown): unknown {
  return body === undefined && method !== "DELETE" ? {} : body;
}

/** Path segments as a key, so that refreshing /agents refreshes /agents/agt_1 too. */
function keyOf(path: string): string[] {
  const [folders = "", search] = path.split("?", 2);
  return [...folders.split("/").filter(Boolean), ...(search === undefined ? [] : [`?${search}`])];
}

function withBefore(path: string, before: string | null): string {
  if (before === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}before=${encodeURIComponent(before)}`;
}

async function settle<T>(reply: Promise<ApiReply<T>>): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new ProblemError(answer);
  return answer.value;
}

function problemIn(error: unknown): ApiProblem | null {
  return error instanceof ProblemError ? error.problem : null;
}
