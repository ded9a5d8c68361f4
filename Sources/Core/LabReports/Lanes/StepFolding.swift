/// Rows with their long repetitive stretches folded.
///
/// Five passes, each only if the one before left too many rows: rounds that repeat exactly, switches of
/// actors included; the same with fewer rows around them; rounds that repeat with other actors; stretches in which every actor repeats its own rounds, however they interleave; and at
/// last the middle of what is left. The first and last rounds of a stretch, and important rows with their
/// neighbours, always stay. Because a change of the switching pattern ends a stretch of the first pass, the
/// rows around it stay, too.
struct StepFolding {
  enum Item: Hashable {
    /// Index of a row.
    case row(Int)
    case fold(Fold)
  }

  struct Fold: Hashable {
    enum Kind: Hashable {
      /// The pattern is the first `period` rows of the fold, repeated.
      case rounds(count: Int, period: Int)
      /// The same, but the actors differ from round to round.
      case alike(count: Int, period: Int)
      /// Each actor repeats its own pattern.
      case interleaved([ActorRounds])
      /// Left out for the limit.
      case elided
    }

    var kind: Kind
    /// Indices of the rows that are hidden.
    var rows: Range<Int>
  }

  struct ActorRounds: Hashable {
    var thread: Int
    var rounds: Int
    /// Indices of the rows of one round.
    var pattern: [Int]
  }

  static let maximumPeriod = 48
  /// Rows next to an important one that stay.
  static let neighbourhood = 2

  /// Folds to about `limit` items; 0 for no limit (exact rounds are folded all the same).
  static func fold(_ rows: [StepRow], limit: Int) -> [Item] {
    let stays = rowsThatStay(rows)
    var items = foldRounds(rows, stays, byAnyActor: false, isTight: false)
    guard limit > 0, items.count > limit else { return items }
    items = foldRounds(rows, stays, byAnyActor: false, isTight: true)
    guard items.count > limit else { return items }
    if hasCrowd(rows) {
      let alike = foldRounds(rows, stays, byAnyActor: true, isTight: true)
      if alike.count <= limit { return alike }
    }
    items = foldInterleaved(items, rows, stays, limit: limit)
    guard items.count > limit else { return items }
    return elide(items, stays, limit: limit)
  }

  /// Whether so many actors take part that it is worth folding what they do one after the other.
  private static func hasCrowd(_ rows: [StepRow]) -> Bool { Set(rows.map(\.thread)).count > 4 }

  private static func rowsThatStay(_ rows: [StepRow]) -> [Bool] {
    var stays = Array(repeating: false, count: rows.count)
    for (index, row) in rows.enumerated() where row.isImportant {
      for near in max(0, index - neighbourhood)...min(rows.count - 1, index + neighbourhood) {
        stays[near] = true
      }
    }
    return stays
  }

  // MARK: exact rounds

  private static func foldRounds(_ rows: [StepRow], _ stays: [Bool], byAnyActor: Bool, isTight: Bool)
    -> [Item]
  {
    // One of its own for each row that stays, so that no stretch contains it.
    let signatures = rows.indices.map { index in
      stays[index] ? -Int32(index) - 1 : byAnyActor ? rows[index].action : rows[index].signature
    }
    var items: [Item] = []
    var index = 0
    while index < rows.count {
      guard let stretch = Stretch.longest(in: signatures, at: index) else {
        items.append(.row(index))
        index += 1
        continue
      }
      let kept = isTight ? 1 : keptRounds(period: stretch.period)
      let first = index + kept * stretch.period
      let hidden = stretch.rounds - 2 * kept
      let end = first + hidden * stretch.period
      items += (index..<first).map { .row($0) }
      let kind: Fold.Kind =
        byAnyActor
        ? .alike(count: hidden, period: stretch.period) : .rounds(count: hidden, period: stretch.period)
      items.append(.fold(Fold(kind: kind, rows: first..<end)))
      index += stretch.rounds * stretch.period
      items += (end..<index).map { .row($0) }
    }
    return items
  }

  /// Rounds that stay at each end of a stretch.
  static func keptRounds(period: Int) -> Int { period <= 6 ? 2 : 1 }

  // MARK: interleaved rounds

  private static func foldInterleaved(
    _ items: [Item], _ rows: [StepRow], _ stays: [Bool], limit: Int
  ) -> [Item] {
    let inside = RoundsByActor(rows, stays)
    // Stretches of items inside rounds, and the items between them.
    var parts: [(items: [Item], isInside: Bool)] = []
    for item in items {
      let isInside = hiddenRows(item).allSatisfy { inside.contains($0) }
      if parts.last?.isInside == isInside {
        parts[parts.count - 1].items.append(item)
      } else {
        parts.append(([item], isInside))
      }
    }
    let between = parts.reduce(0) { $0 + ($1.isInside ? 0 : $1.items.count) }
    let stretches = max(1, parts.count(where: \.isInside))
    let kept = max(3, (limit - between) / (2 * stretches) - 1)
    return parts.flatMap { part, isInside -> [Item] in
      guard isInside, part.count > 2 * kept + 4 else { return part }
      let hidden = Array(part.dropFirst(kept).dropLast(kept))
      return part.prefix(kept) + [.fold(interleavedFold(hidden, rows, inside))] + part.suffix(kept)
    }
  }

  private static func interleavedFold(_ items: [Item], _ rows: [StepRow], _ inside: RoundsByActor) -> Fold {
    let range = hiddenRows(items[0]).lowerBound..<hiddenRows(items[items.count - 1]).upperBound
    var counts: [Int: Int] = [:]
    var patterns: [Int: [Int]] = [:]
    for row in range {
      let thread = rows[row].thread
      counts[thread, default: 0] += 1
      if patterns[thread] == nil { patterns[thread] = inside.pattern(of: row) }
    }
    let actors = counts.keys.sorted().map { thread in
      let pattern = patterns[thread] ?? []
      return ActorRounds(
        thread: thread, rounds: counts[thread, default: 0] / max(1, pattern.count), pattern: pattern)
    }
    return Fold(kind: .interleaved(actors), rows: range)
  }

  static func hiddenRows(_ item: Item) -> Range<Int> {
    switch item {
    case .row(let row): row..<row + 1
    case .fold(let fold): fold.rows
    }
  }

  // MARK: the limit

  private static func elide(_ items: [Item], _ stays: [Bool], limit: Int) -> [Item] {
    let important = items.count { hiddenRows($0).contains { stays[$0] } }
    let each = max(2, (limit - min(important, limit / 2)) / 2)
    var result: [Item] = []
    var hidden: Range<Int>?
    var left = limit / 2
    for (index, item) in items.enumerated() {
      let isEnd = index < each || index >= items.count - each
      let isImportant = hiddenRows(item).contains { stays[$0] }
      if isEnd || (isImportant && left > 0) {
        if !isEnd { left -= 1 }
        if let range = hidden { result.append(.fold(Fold(kind: .elided, rows: range))) }
        hidden = nil
        result.append(item)
      } else {
        let range = hiddenRows(item)
        hidden = (hidden?.lowerBound ?? range.lowerBound)..<range.upperBound
      }
    }
    if let range = hidden { result.append(.fold(Fold(kind: .elided, rows: range))) }
    return result
  }
}

/// A pattern that follows itself several times.
struct Stretch: Hashable {
  var period: Int
  var rounds: Int

  /// The stretch at a position that covers most, of the shortest period; nil if none is worth folding.
  static func longest(in signatures: [Int32], at start: Int) -> Stretch? {
    signatures.withUnsafeBufferPointer { signatures in
      var best: Stretch?
      let available = signatures.count - start
      for period in 1...StepFolding.maximumPeriod {
        guard period * minimumRounds(period) <= available else { break }
        var length = period
        while start + length < signatures.count,
          signatures[start + length] == signatures[start + length - period]
        {
          length += 1
        }
        let rounds = length / period
        guard rounds >= minimumRounds(period) else { continue }
        if rounds * period > (best.map { $0.rounds * $0.period } ?? 0) {
          best = Stretch(period: period, rounds: rounds)
        }
        // A longer period cannot cover more than all of it.
        if start + length == signatures.count, length % period == 0 { break }
      }
      return best
    }
  }

  /// A fold must hide more than it costs: at least four rows.
  private static func minimumRounds(_ period: Int) -> Int {
    2 * StepFolding.keptRounds(period: period) + (period >= 4 ? 1 : (4 + period - 1) / period)
  }
}

/// For each row, whether it lies inside a stretch of rounds of its own actor.
private struct RoundsByActor {
  private var pattern: [[Int]] = []
  /// Index into `pattern`, -1 if the row is not inside.
  private var stretch: [Int]

  init(_ rows: [StepRow], _ stays: [Bool]) {
    stretch = Array(repeating: -1, count: rows.count)
    var byThread: [[Int]] = Array(repeating: [], count: (rows.map(\.thread).max() ?? 0) + 1)
    for (index, row) in rows.enumerated() { byThread[row.thread].append(index) }
    for indices in byThread {
      let signatures = indices.map { stays[$0] ? -Int32($0) - 1 : rows[$0].signature }
      var at = 0
      while at < indices.count {
        guard let found = Stretch.longest(in: signatures, at: at) else {
          at += 1
          continue
        }
        let length = found.period * found.rounds
        let kept = StepFolding.keptRounds(period: found.period) * found.period
        pattern.append(Array(indices[at..<at + found.period]))
        for index in (at + kept)..<(at + length - kept) { stretch[indices[index]] = pattern.count - 1 }
        at += length
      }
    }
  }

  func contains(_ row: Int) -> Bool { stretch[row] >= 0 }

  func pattern(of row: Int) -> [Int] { stretch[row] >= 0 ? pattern[stretch[row]] : [] }
}
