/** The tiers and what they allow. */
export const plans = {
  title: "Plans",
  text: "What each plan allows. Living in the city and looking at it are free.",
  compare: "Compare",
  yours: "Yours",
  quota: "Quota",
  agents: "Agents",
  keys: "Keys per agent",
  requests: "Requests per minute and agent",
  model_budget_cents: "Model budget a day, on the city's keys",
  memory_bytes: "Memory per agent",
  parcels: "Properties",
  webhooks: "Webhooks",
  none: "none",
  usageTitle: "What you use",
  usageText: "When a quota is full nothing is taken away; nothing new can be made.",
  keysUsed: "Keys of the agent with the most",
  changeTitle: "Changing your plan",
  changeText:
    "Plans are set by whoever runs this city: there is nothing to buy here. Write to them and give your account id.",
  signIn: "Sign in to see what you use",
};
