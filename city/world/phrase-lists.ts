import type { DayPart, TalkSetting } from "./phrases.ts";

/** Two lines of talk. {me} opens, {you} answers, {place} is the neighborhood; in the reply the names mean the same people. */
export interface Exchange {
  readonly opening: string;
  readonly reply: string;
  /** Where and when it fits; null means anywhere, any time. */
  readonly settings: readonly TalkSetting[] | null;
  readonly parts: readonly DayPart[] | null;
}

function exchange(
  opening: string,
  reply: string,
  settings: readonly TalkSetting[] | null = null,
  parts: readonly DayPart[] | null = null,
): Exchange {
  return { opening, reply, settings, parts };
}

const OUTSIDE: readonly TalkSetting[] = ["street", "green"];
const EARLY: readonly DayPart[] = ["morning"];
const DAYTIME: readonly DayPart[] = ["morning", "noon", "afternoon"];
const LATE: readonly DayPart[] = ["evening", "night"];

/** Between people who do not know each other yet. */
export const GREETINGS: readonly Exchange[] = [
  exchange(
    "Hello, I'm {me}. I see you around {place} a lot.",
    "{you}. And yes, I seem to live in my shoes lately.",
  ),
  exchange("Excuse me, is it always this lively here?", "In {place}? This is us being quiet. I'm {you}."),
  exchange(
    "Nice to meet you at last. I'm {me}.",
    "{you}. I believe your name has already reached my kitchen.",
  ),
  exchange(
    "You're new in {place}, aren't you?",
    "New to you, perhaps. I'm {you}, fourth floor, the one with the trumpet.",
  ),
  exchange("Sorry, do I know you?", "Not yet. {you}. We can start with the weather if you like."),
  exchange(
    "I'm {me}. We nod at each other every day, it was getting silly.",
    "{you}. I had been rehearsing exactly that sentence.",
  ),
  exchange("Is this seat taken?", "Only by crumbs. I'm {you}.", ["food", "green", "leisure"]),
  exchange("Do you work here too?", "When nobody stops me. {you}, nice to meet you.", ["work"]),
  exchange("Is the bread any good here?", "Good enough that I hide it from my sister. I'm {you}.", [
    "shop",
    "food",
  ]),
  exchange("Lovely evening, isn't it? I'm {me}.", "It is now. {you}.", OUTSIDE, LATE),
  exchange(
    "Good morning! You walk faster than the buses.",
    "I walk faster than my worries. {you}, hello.",
    OUTSIDE,
    EARLY,
  ),
  exchange(
    "Could you tell me the way to the river?",
    "Downhill, until your feet get wet. I'm {you}, by the way.",
    OUTSIDE,
  ),
  exchange("I like your coat.", "Thank you. It has opinions of its own. I'm {you}.", OUTSIDE),
  exchange(
    "We haven't met. {me}, from across the landing.",
    "Ah, the one who sings. {you}. Please go on singing.",
    ["home"],
  ),
  exchange("Are you waiting for someone?", "For a good reason to go home. {you}.", [
    "street",
    "green",
    "leisure",
  ]),
];

/** Between acquaintances. */
export const EXCHANGES: readonly Exchange[] = [
  exchange("{you}! You look well.", "I slept. I recommend it to everyone."),
  exchange("How are things, {you}?", "Mostly upright, thank you. And with you?"),
  exchange("There you are, {you}.", "Here I am, {me}. It surprises me too."),
  exchange("I was just thinking of you.", "Only good things, or the whole truth?"),
  exchange("Any news, {you}?", "They say {place} will get a new bench. We live in great times."),
  exchange(
    "Have you heard about the town hall clock?",
    "That it is right twice a day, and that both times are during lunch?",
  ),
  exchange(
    "They say City Hall paid the workshops this morning.",
    "Then we may all pretend to be rich until Thursday.",
  ),
  exchange("Do you think the rent will rise?", "Everything rises here, {me}. Even my bread, once."),
  exchange("My neighbor has taken up the drums.", "My condolences to your ceiling."),
  exchange("I found a coin on the pavement today.", "Then the coffee is on you. That is the law of {place}."),
  exchange("Someone painted a cat on the bridge.", "I know. I have begun to greet it."),
  exchange("I'm learning to cook.", "I saw the smoke and hoped it was ambition."),
  exchange("Did you vote for the new trees?", "For every single one. I have named three of them."),
  exchange(
    "A stranger asked me what this city is for.",
    "And you said: for standing about and talking, naturally.",
  ),
  exchange("There are newcomers in town, they watch everything.", "Then stand up straight, {me}."),
  exchange("What would you do with a thousand credits?", "Lose them slowly, with friends."),
  exchange("I can't stay long, {you}.", "Nobody ever can, and here we are an hour later."),
  exchange("Give my best to the family.", "They will want it in writing, but thank you."),
  exchange("You still owe me a story.", "And you me an umbrella. Shall we call it even?"),
  exchange("Do you ever get tired of {place}?", "On Tuesdays between two and three. Otherwise, never."),
  exchange(
    "I got lost on my own street yesterday.",
    "It happens. The street is very modest about where it goes.",
  ),
  exchange("They opened a new bakery.", "I know. I can no longer pass that corner with dignity."),
  exchange("I had the strangest dream: the tram sang.", "It does, if you catch the early one."),
  exchange("My plants are thriving, {you}.", "Mine are teaching me patience and grief."),
  exchange("Is it true that you are getting a dog?", "The dog is getting me. The papers are nearly through."),
  exchange("I have decided to worry less.", "Good. I shall take your share, I have practice."),
  exchange("Look at that light on the roofs.", "Free of charge, too. Don't tell City Hall.", OUTSIDE),
  exchange("Smells like rain.", "It smelled like rain yesterday, and it was soup.", OUTSIDE),
  exchange("Warm today.", "My ice cream noticed before I did.", OUTSIDE, DAYTIME),
  exchange("What a wind!", "It blew my hat to {place}, so I came after it.", OUTSIDE),
  exchange(
    "The pigeons are plotting something.",
    "They have been since spring. I bring them biscuits, to be safe.",
    OUTSIDE,
  ),
  exchange("Walking for your health?", "For the view. The health is extra.", OUTSIDE),
  exchange("Careful, they washed the pavement.", "Too late. I have already danced.", OUTSIDE, EARLY),
  exchange(
    "Were there always this many stars?",
    "They come out when we stop staring at our feet.",
    OUTSIDE,
    LATE,
  ),
  exchange("The lamps are on already.", "The city is winking at us, {me}.", OUTSIDE, LATE),
  exchange("Still out at this hour?", "My bed and I are not on speaking terms.", OUTSIDE, ["night"]),
  exchange("On your way home?", "By the longest road I could find.", OUTSIDE, LATE),
  exchange("Off to work?", "In the general direction of it, yes.", OUTSIDE, EARLY),
  exchange("You're up early.", "I wanted the morning before anyone used it.", null, EARLY),
  exchange(
    "Coffee first, then talk.",
    "Wise. I shall speak again in two cups.",
    ["food", "work", "home"],
    EARLY,
  ),
  exchange(
    "Good morning, {you}. Did you hear the thunder?",
    "That was my alarm clock meeting the wall.",
    null,
    EARLY,
  ),
  exchange("The chestnuts are early this year.", "So are the children throwing them.", ["green"], DAYTIME),
  exchange("This bench is the best in the city.", "I would fight for it, sitting down.", ["green"]),
  exchange("Do you come here to think?", "I come here so as not to have to.", ["green"]),
  exchange("The fountain is working again.", "And only three days after they said three days.", ["green"]),
  exchange(
    "I fed a duck, and it followed me.",
    "Congratulations, {me}, you are a mother.",
    ["green"],
    DAYTIME,
  ),
  exchange("Shall we walk once round?", "Once, twice; who is counting?", ["green"]),
  exchange(
    "Listen: somebody is playing a violin.",
    "Somebody is practising the violin. But with such courage.",
    ["green", "street"],
    LATE,
  ),
  exchange("Have you had lunch yet?", "I have had the idea of lunch, several times.", null, ["noon"]),
  exchange("What are you having?", "Whatever makes that sound in the pan.", ["food"]),
  exchange("The soup is excellent today.", "Then something happened to the cook. Love, I suspect.", ["food"]),
  exchange("You always take the window.", "I eat with my eyes, and they like the street.", ["food"]),
  exchange("Are you going to finish that?", "For you, {me}, I shall pretend to hesitate.", ["food"]),
  exchange("I shouldn't have dessert.", "Nobody should. That is what it is for.", ["food"], LATE),
  exchange("They know your order by heart here.", "It is the longest relationship of my life.", ["food"]),
  exchange("Did you salt this?", "I thought about it. In {place} that counts.", ["food", "home"]),
  exchange("Busy day?", "The papers are busy. I only carry them about.", ["work"]),
  exchange("Have you seen the stapler?", "It retired. There was cake.", ["work"]),
  exchange("The boss is in a good mood.", "Quick, let us ask for a window that opens.", ["work"], DAYTIME),
  exchange("Only four more hours.", "Don't count them, they get shy and slow down.", ["work"]),
  exchange("Could you cover for me on Friday?", "If you cover for me the rest of the week.", ["work"]),
  exchange("I fixed the machine.", "You frowned at it, {me}. It was enough.", ["work"]),
  exchange(
    "They want the report by tonight.",
    "Then tonight shall have a report, and we shall have tomorrow.",
    ["work"],
  ),
  exchange("Payday soon.", "My purse is already clearing its throat.", ["work"]),
  exchange("Quiet on the night shift.", "Quiet enough to hear the city grow.", ["work"], ["night"]),
  exchange("Looking for anything special?", "For a shirt that makes me look decided.", ["shop"]),
  exchange("Prices!", "I know. I came for apples and left with a philosophy.", ["shop"]),
  exchange("Do these shoes suit me?", "They suit the person you will be on Saturday.", ["shop"]),
  exchange("I only came in for bread.", "So did I, and look at this lamp.", ["shop"]),
  exchange("They have the good cheese again.", "Speak softly, {me}. Others can hear.", ["shop"]),
  exchange("A present for someone?", "For me, from me. We get on well again.", ["shop"]),
  exchange("Come in, come in, never mind the mess.", "What mess? It's a landscape.", ["home"]),
  exchange("I made too much stew.", "There is no such amount, {me}.", ["home"], ["noon", "evening"]),
  exchange("Sit down, tell me everything.", "It begins, as always, with a queue.", ["home"]),
  exchange("Is that a new chair?", "An old chair with new friends.", ["home"]),
  exchange("Stay a little longer.", "If you insist, and if there is tea.", ["home"], LATE),
  exchange("Did you like the film?", "I liked the part where it was dark and nobody phoned.", ["leisure"]),
  exchange("One more round?", "One more, and then we are sensible for a year.", ["leisure"], LATE),
  exchange("You dance better than last week.", "Last week I was thinking about it.", ["leisure"], LATE),
  exchange("Are you in the team on Sunday?", "I am in the team photograph. It's a start.", ["leisure"]),
  exchange("Full house tonight.", "Everyone in {place} had the same excellent idea.", ["leisure"], LATE),
  exchange("You're good at this game.", "I am good at looking calm while losing.", ["leisure"]),
];

/** To an agent from outside that says something, whatever it was. */
export const ANSWERS: readonly string[] = [
  "Well said. Or so I suppose: a tram went by.",
  "You are not from here, are you? Welcome.",
  "I have been saying that for years, in other words.",
  "If you say so. You have the air of someone who has read a great deal.",
  "Go on, I have a minute. Two, if it gets interesting.",
  "That is the most sensible thing I have heard since breakfast.",
  "Are you one of the new ones? My aunt says you never sleep.",
  "Hm. Ask me again when the bakery is open.",
  "You can't just say such things. Please say more of them.",
  "I don't quite follow, but you say it nicely.",
  "Good to hear a new voice in this street.",
  "My neighbor says the opposite, so you must be right.",
];
