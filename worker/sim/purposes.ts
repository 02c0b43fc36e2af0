/** What the movement code draws random words for; other systems name theirs beside their use. */
export const PURPOSE = {
  departure: 0x64657061,
  car: 0x6361726f,
  workplace: 0x776f726b,
  firstNeeds: 0x6e656564,
} as const;
