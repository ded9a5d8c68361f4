import LabTrace

/// The rounds of barriers: all arrivals of a round come before every pass of it.
///
/// Arrivals in the order of their versions, as many as there are parties, are a round; a pass belongs to the round
/// of its thread's last arrival.
struct BarrierRounds {
  typealias Row = ClockTable.Row

  private struct Round {
    var row: Row
    var arrived: Int64 = 0
    /// Who has arrived and not passed.
    var inside = 0
    var isOpen = true
  }

  private var rounds: [Round] = []
  private var free: [Int] = []
  /// Per object: the round that is filling up, -1 for none.
  private var open: [Int]
  /// Per thread: the round of its last arrival, -1 once it has passed.
  private var roundOfThread: [Int]

  init(objects: Int, threads: Int) {
    open = Array(repeating: -1, count: objects)
    roundOfThread = Array(repeating: -1, count: threads)
  }

  /// Notes an arrival.
  /// - Returns: The clock of the round, which is to learn of it.
  mutating func arrive(_ thread: Int, at object: Int, parties: Int64, _ clocks: inout ClockTable) -> Row {
    if open[object] < 0 { open[object] = begin(&clocks) }
    let number = open[object]
    rounds[number].arrived += 1
    rounds[number].inside += 1
    roundOfThread[thread] = number
    if rounds[number].arrived >= max(1, parties) {
      rounds[number].isOpen = false
      open[object] = -1
    }
    return rounds[number].row
  }

  private mutating func begin(_ clocks: inout ClockTable) -> Int {
    let round = Round(row: clocks.make())
    let number = free.popLast() ?? rounds.count
    if number == rounds.count { rounds.append(round) } else { rounds[number] = round }
    return number
  }

  /// Notes a pass.
  /// - Returns: The clock of the round, and whether nobody else will ask for it; nil without an arrival.
  mutating func pass(_ thread: Int) -> (row: Row, isLast: Bool)? {
    let number = roundOfThread[thread]
    guard number >= 0 else { return nil }
    roundOfThread[thread] = -1
    rounds[number].inside -= 1
    let isLast = rounds[number].inside == 0 && !rounds[number].isOpen
    if isLast { free.append(number) }
    return (rounds[number].row, isLast)
  }
}
