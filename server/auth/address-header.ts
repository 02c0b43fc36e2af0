/** Set by the http server to the address a request came from; what a client sends under this name is overwritten. */
export const ADDRESS_HEADER = "x-borough-address";
