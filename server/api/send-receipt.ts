import type { FastifyReply } from "fastify";
import type { OrderReceiptSent } from "#server/property/place-order.ts";

/** 202 with where to look for what becomes of an order. */
export function sendReceipt(reply: FastifyReply, { receipt, replayed }: OrderReceiptSent): FastifyReply {
  if (replayed) reply.header("idempotent-replayed", "true");
  return reply.code(202).header("location", receipt.result_at).send(receipt);
}
