import { seededRandom } from "#lib/effects/index.ts";

/** The first three resonances of five vowels (Peterson & Barney, "Control Methods Used in a Study of the Vowels", 1952). */
const vowels = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;
const widthsHz = [80, 100, 140] as const;
const gains = [1, 0.6, 0.3] as const;
const rate = 16_000;

/**
 * A made-up voice that says vowels and nothing: pulses through the resonances of a throat. In every six seconds it babbles
 * for four and is silent for two, but for a hiss.
 */
export function babble(seconds: number): Float32Array {
  const random = seededRandom("babble");
  const tract = [730, 1090, 2440];
  const past = [0, 0, 0];
  const before = [0, 0, 0];
  let phase = 0;
  let vowel = 0;
  let syllableSamples = 0;
  let spoken = 0;
  return Float32Array.from({ length: seconds * rate }, (_, i) => {
    const t = i / rate;
    if (spoken++ >= syllableSamples) {
      spoken = 0;
      syllableSamples = rate * (0.12 + 0.18 * random.next());
      vowel = random.below(vowels.length);
    }
    phase += (120 * (1 + 0.15 * Math.sin(2 * Math.PI * 0.6 * t) + 0.05 * Math.sin(2 * Math.PI * 2.3 * t))) / rate;
    const pulse = phase >= 1 ? 0.9 : 0;
    phase %= 1;
    const loudness = t % 6 < 4 ? Math.sqrt(Math.sin(Math.PI * Math.min(1, spoken / syllableSamples))) : 0;
    const source = loudness * (pulse + 0.002 * random.normal());
    let value = 0;
    for (let k = 0; k < 3; k++) {
      tract[k]! += (vowels[vowel]![k]! - tract[k]!) * 0.002;
      const radius = Math.exp((-Math.PI * widthsHz[k]!) / rate);
      const out =
        source + 2 * radius * Math.cos((2 * Math.PI * tract[k]!) / rate) * past[k]! - radius * radius * before[k]!;
      before[k] = past[k]!;
      past[k] = out;
      value += gains[k]! * out;
    }
    return Math.max(-1, Math.min(1, 0.1 * value)) + 0.0005 * random.normal();
  });
}
