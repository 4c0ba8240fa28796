/** Families of words that British and American English spell otherwise: what they start with, and how they go on. */
const families: readonly (readonly [RegExp, string])[] = [
  [
    /^((?:dis|mis|un)?(?:arm|behavi|clam|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|sav|splend|tum|val|vap|vig))our(?=$|s$|ed$|ing$|er|ful|less|able|ably|hood|ite|y$|ies$)/,
    "$1or",
  ],
  [
    /^(.*(?:general|special|real|final|local|social|equal|total|capital|legal|loyal|modern|civil|mobil|stabil|fertil|util|symbol|apolog|recogn|organ|critic|public|character|computer|summar|memor|author|categor|prior|custom|standard|optim|maxim|minim|emphas|hypothes|synthes|visual|normal|personal|national|digit|monet|sympath|energ|strateg|colon|harmon|patron|immun|victim|terror|vapor|advert|jeopard|pressur|famil|item|token|random|serial|initial))is(?=e$|ed$|es$|er$|ers$|ing$|ation|able$)/,
    "$1iz",
  ],
  [/^(anal|catal|paral)ys(?=e$|ed$|er$|ers$|ing$)/, "$1yz"],
  [/^(cent|theat|fib|lit|met|calib|spect|kilomet|centimet|millimet|somb)re(s?)$/, "$1er$2"],
  [/^(defen|offen|preten)ce(s?)$/, "$1se$2"],
  [
    /^((?:cance|trave|mode|labe|leve|mars?ha|signa|fue|dia|equa|tota|riva|chann?e|counse|quarre|jewe))ll(?=ed$|ing$|er$|ers$)/,
    "$1l",
  ],
  [/^(catal|dial|monol|anal)ogue(s?)$/, "$1og$2"],
  [/^grey(?=$|s$|er$|ish$)/, "gray"],
  [/^program(?:me)(s?)$/, "program$1"],
  [/^tyre(s?)$/, "tire$1"],
];
const single = new Map(
  Object.entries({
    plough: "plow",
    cosy: "cozy",
    pyjamas: "pajamas",
    storey: "story",
    moustache: "mustache",
    sceptic: "skeptic",
    sceptical: "skeptical",
    aluminium: "aluminum",
    aeroplane: "airplane",
    mum: "mom",
    cheque: "check",
    cheques: "checks",
    learnt: "learned",
    burnt: "burned",
    spelt: "spelled",
    dreamt: "dreamed",
    spoilt: "spoiled",
    fulfil: "fulfill",
    enrol: "enroll",
    skilful: "skillful",
    jewellery: "jewelry",
    marvellous: "marvelous",
    woollen: "woolen",
    maths: "math",
    cancelation: "cancellation",
    ageing: "aging",
    judgement: "judgment",
  }),
);

/** A word in American spelling, where it is one of the common words that have another one; lower case. */
export function americanSpelling(word: string): string {
  const known = single.get(word);
  if (known !== undefined) return known;
  const family = families.find(([pattern]) => pattern.test(word));
  return family ? word.replace(family[0], family[1]) : word;
}
