/// "Did you mean …?": the nearest of the words that would have been right.
package enum Suggestion {
  /// The candidate with the smallest distance, if it is near enough to be a slip of the hand.
  ///
  /// Distance is Damerau-Levenshtein's (optimal string alignment: insertion, deletion, replacement and the
  /// swap of two neighbours cost 1 each), after F. Damerau, CACM 7(3), 1964. A third of the word's length may
  /// differ, at least one character; another case alone is always near. Ties go to the first in alphabetical
  /// order, so that the answer does not depend on the order of the candidates.
  package static func closest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.utf8)
    guard !letters.isEmpty, letters.count <= 64 else { return nil }
    let limit = letters.count == 1 ? 0 : max(1, letters.count / 3)
    var best: (distance: Int, word: String)?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.utf8)
      let distance: Int
      if lowercased(letters) == lowercased(other) {
        distance = 0
      } else {
        guard abs(other.count - letters.count) <= limit else { continue }
        distance = self.distance(letters, other)
        guard distance <= limit, distance < min(letters.count, other.count) else { continue }
      }
      if let known = best, (known.distance, known.word) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.word
  }

  /// The words of a hint: `did you mean 'counter'?`.
  package static func hint(for word: String, among candidates: [String]) -> String? {
    closest(to: word, among: candidates).map { "did you mean '\($0)'?" }
  }

  private static func lowercased(_ word: [UInt8]) -> [UInt8] {
    word.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }

  static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for i in first.indices {
      var row = [i + 1] + beforeLast[1...]
      for j in second.indices {
        let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
        row[j + 1] = min(row[j] + 1, last[j + 1] + 1, replaced)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[second.count]
  }
}
