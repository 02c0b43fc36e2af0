/** Choosing somebody by name. */
export const picker = {
  hintSeen: "Type a name, or paste an id (agt_…).",
  hintParcel: "Type an address, or paste an id (prc_…).",
  hintHolders: "Type an agent's name, or paste an id: agt_… of an agent, usr_… of a person.",
  searching: "Searching…",
  silent: "The search did not answer. An id works as well.",
  found: "{n, plural, =0 {Nobody of that name} one {# found} other {# found}}",
  foundParcels: "{n, plural, =0 {No property of that address} one {# found} other {# found}}",
};
