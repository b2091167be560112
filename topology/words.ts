// The nearest known words to a misspelt one.

/** A word without accents, case and punctuation, for comparing what people type with what a table says. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}:]+/gu, ' ')
    .trim();
}

/** How many letters must be changed, added or removed to get from one word to the other (Levenshtein, 1966). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The `count` candidates nearest to a word, nearest first; a candidate that begins with the word counts as near. */
export function nearestWords(word: string, candidates: Iterable<string>, count: number): string[] {
  const wanted = plainWord(word);
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const plain = plainWord(candidate);
    const prefix = wanted.length >= 3 && plain.startsWith(wanted) ? 1 : undefined;
    scored.push({ candidate, score: prefix ?? editDistance(wanted, plain) });
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return scored.slice(0, count).map((entry) => entry.candidate);
}
