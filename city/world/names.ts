import { below, hashWords } from "../rng.ts";

/** Given names from many languages; the order is part of every city (a change renames people). */
const GIVEN = (
  "Ada Adil Agnes Aiko Alba Alda Ali Alma Amara Amir Anaïs Anders Andrej Anika Anouk Anton Ari Arjun Asha Astrid " +
  "Aya Baptiste Beata Bela Ben Bianca Bilal Birgit Bo Boris Brigid Bruno Camille Carmen Celia Chiara Chidi Chloe Ciara Clara " +
  "Cosmo Dagny Dalia Daniel Daria David Dev Diego Dilan Dina Dora Duy Edda Edith Efe Ela Elena Eli Elif Elio " +
  "Elsa Emeka Emil Emma Enzo Erik Esme Esther Etta Eva Fadi Farah Fatima Felix Femi Finn Fiona Flora Franka Frida " +
  "Gabor Gaia Gemma George Gia Gita Greta Guido Gwen Habib Hana Hanno Harriet Hassan Hedda Hilde Hiro Hugo Ida Idris " +
  "Ife Ilse Imani Ines Inga Ioana Irma Isaac Isla Ivan Ivo Jada Jakob Jamal Jana Jasper Jin Joana Joel Jonas " +
  "Josefa Juan Jude Julia June Kai Kamal Karim Katya Kei Kiran Kofi Lale Lars Laszlo Leila Lena Leo Levi Lila " +
  "Lin Linh Lior Lotte Luca Lucia Ludo Luz Mabel Magda Mai Malik Manu Mara Marek Maren Marta Mateo Matilda Maya " +
  "Mei Mila Milan Mina Miro Mona Musa Nadia Nanda Naomi Nia Nico Nils Nina Noa Noor Nuno Odile Olga Olu " +
  "Omar Oona Oscar Otto Pablo Paloma Pavel Paz Petra Pia Piet Priya Quinn Rafa Rania Ravi Remy Rhea Rita Rohan " +
  "Rosa Ruben Ruth Saba Salim Samira Sana Sanne Selma Sigrid Simon Sina Sofia Soren Stella Sunil Sven Tadeo Tala Tariq " +
  "Tessa Theo Tilda Tomas Tova Uma Ursa Valentin Vera Vikram Viola Wanda Wei Wim Xenia Yara Yuki Yusuf Zara Zeno Zoe"
).split(" ");

const FAMILY = (
  "Abara Abiola Acosta Adeyemi Aguilar Ahmadi Akhtar Albrecht Almeida Amadi Andersen Aoki Arslan Asante Atkins Avila Baker Baldwin Banerjee Baptista " +
  "Barros Bauer Becker Bello Benitez Berg Bianchi Bishop Blom Bose Brandt Brennan Brook Bui Byrne Calloway Cardoso Carver Castillo Cerny " +
  "Chanda Chen Choi Clarke Cohen Conti Costa Cruz Dahl Dang Dekker Delgado Demir Desai Diallo Dimitrov Doyle Duarte Dubois Dvorak " +
  "Ebert Eklund Elmasry Engel Espinoza Eze Fabre Faraday Farouk Ferrari Fischer Flores Fontaine Forde Fox Franco Fujita Gallo Garcia Gasper " +
  "Georgiou Ghosh Gibbs Goldman Gomes Grant Greco Gruber Guerra Haas Haddad Hall Halvorsen Hansen Hara Hartmann Hashemi Hayes Heller Herrera " +
  "Hoang Hoffman Holm Horvat Huang Hughes Hussein Ibarra Ibrahim Ilic Inoue Ito Ivanov Jain Jansen Jensen Joshi Juarez Kang Kapoor " +
  "Karlsson Kato Kaya Keane Keller Kemp Khan Kimura Klein Koch Kovacs Kowalski Kruger Kumar Lam Lambert Larsen Laurent Le Leclerc " +
  "Lehtonen Levy Lim Lindgren Lopes Lorenz Lowe Lund Madaki Maier Malone Mancini Marchetti Markovic Martens Massoud Mbeki Medina Mehta Mendes " +
  "Meyer Miller Mishra Molina Monroe Moreau Mori Moss Mueller Nair Nakata Navarro Ndiaye Nguyen Nielsen Noble Novak Nowak Obi Ochoa " +
  "Okafor Okoye Olsen Omar Onwu Ortega Osei Ozturk Pace Palmer Papas Park Patel Pavlov Pena Pereira Petrov Pham Pinto Popescu " +
  "Prasad Quist Rahman Ramos Reyes Ricci Rios Rivera Romano Rossi Roth Ruiz Saito Salazar Santos Sato Schmid Schulz Serrano Shah " +
  "Sharma Silva Singh Soto Steele Stone Suzuki Szabo Tahir Tanaka Thorne Torres Tran Vance Vargas Vega Vogel Volkov Weber Wu"
).split(" ");

const PAIRS = GIVEN.length * FAMILY.length;
const INITIALS = "ABCDEFGHJKLMNOPRSTVW";

/** One-to-one scramble of 0..65,535 (four Feistel rounds), so that neighbors do not have neighboring names. */
function scramble(value: number, seed: number): number {
  let left = value >>> 8;
  let right = value & 255;
  for (let round = 0; round < 4; round++) {
    const next = left ^ (hashWords(seed, right, round, 0x6e616d65) & 255);
    left = right;
    right = next;
  }
  return (left << 8) | right;
}

/**
 * Name of resident `agent` in the city of `seed` (unsigned 32-bit word). Pure, so that it is never sent or stored.
 * The first DISTINCT_NAMES residents all have different names; beyond that a middle initial joins.
 */
export function residentName(seed: number, agent: number): string {
  const generation = Math.floor(agent / PAIRS);
  let pair = scramble(agent % PAIRS, seed);
  // Walks along the scramble's cycle back into the range: it ends because the cycle began inside it.
  while (pair >= PAIRS) pair = scramble(pair, seed);
  const given = GIVEN[pair % GIVEN.length] ?? "";
  const family = FAMILY[Math.floor(pair / GIVEN.length)] ?? "";
  if (generation === 0) return `${given} ${family}`;
  const offset = below(hashWords(seed, 0x696e6974), INITIALS.length);
  return `${given} ${INITIALS.charAt((generation + offset) % INITIALS.length)}. ${family}`;
}

/** Given name alone, for talk. */
export function givenName(seed: number, agent: number): string {
  const name = residentName(seed, agent);
  return name.slice(0, name.indexOf(" "));
}

/** How many residents have different names before initials are needed. */
export const DISTINCT_NAMES = PAIRS;
