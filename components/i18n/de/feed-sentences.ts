import type { Catalog } from "../catalog.ts";

/** What lines of the feed tell, in German. */
export const sentences: Catalog["feed"]["sentences"] = {
  arrived: "{agent} wohnt jetzt in {place}.",
  said: "{agent}: „{words}“",
  met_indoors: "{agent} und {other} haben sich in {place} kennengelernt.",
  met_outdoors: "{agent} und {other} haben sich in {place} kennengelernt.",
  paid: "{agent} hat {other} {amount} gezahlt.",
  began_work: "{agent} arbeitet jetzt in {place}.",
  went_in: "{agent} hat {place} betreten.",
  bought_meal: "{agent} hat in {place} eine Mahlzeit gekauft.",
  went_shopping: "{agent} hat in {place} eingekauft.",
  busiest_till: "Die vollste Kasse des Tages stand in {place}: {amount}.",
  city_spent: "Das Rathaus hat heute Morgen {amount} für die Betriebe der Stadt ausgegeben.",
  claimed: "{agent} hat {place} erworben.",
  put_up_for_sale: "{agent} bietet {place} für {amount} zum Kauf an.",
  sold: "{agent} hat {place} für {amount} an {other} verkauft.",
  offered: "{agent} bietet {other} {amount} für {place}.",
  leased: "{agent} pachtet {place} von {other} für {amount} am Tag.",
  gave: "{agent} hat {place} an {other} verschenkt.",
  dressed: "{agent} hat {place} neu gestaltet.",
  forfeited: "{place} ist an die Stadt gefallen: {agent} hatte die Steuer nicht gezahlt.",
};
