/** What has to happen elsewhere when something happens to a person. */
export interface PeopleHooks {
  /** The person deletes their account: their agents leave the city, their keys work no more. */
  retireAgents(userId: number): Promise<void>;
}
