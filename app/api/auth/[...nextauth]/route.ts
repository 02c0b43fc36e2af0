import { shared } from "#server/shared.ts";

const answer = (request: Request): Promise<Response> => shared().authPages(request);

export { answer as GET, answer as POST };
