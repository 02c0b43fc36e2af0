import type { Client } from "aedes";
import { assert } from "../../city/assert.ts";

/** The two private methods of mqtt-packet's parser that this leans on; its version is pinned and a test sends an oversize packet. */
interface PacketParser {
  packet: { readonly length: number };
  _parseLength(): boolean;
  _emitError(error: Error): false;
}

/**
 * Refuses a packet by its declared length, before a byte of its body is kept: the broker has no option for it, and
 * would gather the 256 MB a stranger may announce. Throws AssertionFault when the parser is not the expected one.
 */
export function limitPacketBytes(client: Client, packetBytesMax: number): void {
  const parser: unknown = Reflect.get(client, "_parser");
  assert(isPacketParser(parser), "aedes no longer has the parser whose length is limited here");
  const parseLength = parser._parseLength.bind(parser);
  parser._parseLength = () => {
    if (!parseLength()) return false;
    if (parser.packet.length <= packetBytesMax) return true;
    return parser._emitError(
      new Error(`a packet of ${parser.packet.length} bytes, at most ${packetBytesMax}`),
    );
  };
}

function isPacketParser(value: unknown): value is PacketParser {
  return (
    typeof value === "object" &&
    value !== null &&
    "packet" in value &&
    "_parseLength" in value &&
    typeof value._parseLength === "function" &&
    "_emitError" in value &&
    typeof value._emitError === "function"
  );
}
