import LabAnalysis
import LabTrace

/// How the columns of the steps share the width.
struct StepLayout {
  struct Column: Hashable {
    var title: String
    var threads: [Int]
    var width: Int
    /// Stands for several actors: its cells say which.
    var isShared: Bool
  }

  struct Watch: Hashable {
    var object: ObjectID
    var title: String
    var width: Int
  }

  private(set) var columns: [Column] = []
  private(set) var watched: [Watch] = []
  private(set) var waitingWidth = 0
  /// Place and text of the source; 0 if there is no room.
  private(set) var siteWidth = 0
  private(set) var placeWidth = 0
  private(set) var stepWidth = 4
  private let style: TextStyle
  private var columnOfThread: [Int?]

  static let narrowest = 12
  static let widest = 30
  private static let gap = 2

  func column(of thread: Int) -> Int? {
    columnOfThread.indices.contains(thread) ? columnOfThread[thread] : nil
  }

  init(
    _ log: EventLog, _ order: Linearisation, style: TextStyle, rows: [StepRow], items: [StepFolding.Item],
    words: EventText
  ) {
    self.style = style
    columnOfThread = Array(repeating: nil, count: log.threads.count)
    let shown = items.flatMap { item -> [StepRow] in
      if case .row(let index) = item { [rows[index]] } else { [] }
    }
    if let last = rows.last {
      stepWidth = max(4, NumberText.grouped(order.step(last.position, in: log)).count + 1)
    }
    var needed: [Int: Int] = [:]
    for row in shown {
      let entry = order.entries[row.position]
      let event = order.event(row.position, in: log)
      let text = words.text(event, thread: ThreadID(rawValue: entry.thread), index: Int(entry.index))
      // Room for who ended a wait.
      let enabler = event.cause != .none && event.kind.mayEndWait ? 5 : 0
      needed[row.thread] = max(needed[row.thread] ?? 0, text.width + enabler)
      for thread in row.woken { needed[thread] = max(needed[thread] ?? 0, StepLayout.narrowest) }
    }
    let available = style.width - stepWidth - 2
    placeActors(log, shown, needed: needed, available: available)
    let used = columns.reduce(0) { $0 + $1.width + StepLayout.gap }
    placeRest(log, order, shown, available: available - used)
  }

  /// A column for each actor of the shown rows; those that do not fit share one.
  private mutating func placeActors(_ log: EventLog, _ rows: [StepRow], needed: [Int: Int], available: Int) {
    var counts = Array(repeating: 0, count: log.threads.count)
    for row in rows {
      counts[row.thread] += 1
      for thread in row.woken { counts[thread] += 1 }
    }
    let actors = counts.indices.filter { counts[$0] > 0 }
    let fitting = max(1, (available + StepLayout.gap) / (StepLayout.narrowest + StepLayout.gap))
    var own = actors
    if actors.count > fitting {
      // The shared column needs two places, for the names.
      let ranked = actors.sorted { left, right in
        (log.threads[left].end == .stopped ? 0 : 1, -counts[left], left)
          < (log.threads[right].end == .stopped ? 0 : 1, -counts[right], right)
      }
      own = ranked.prefix(max(0, fitting - 2)).sorted()
    }
    let shared = actors.filter { !own.contains($0) }
    columns = own.map { thread in
      let title = log.threads[thread].name
      let wish = max(VisibleWidth.of(title), needed[thread] ?? 0, StepLayout.narrowest)
      return Column(title: title, threads: [thread], width: min(wish, StepLayout.widest), isShared: false)
    }
    if !shared.isEmpty {
      columns.append(Column(title: "others", threads: shared, width: StepLayout.widest, isShared: true))
    }
    shrink(to: available)
    for (index, column) in columns.enumerated() {
      for thread in column.threads { columnOfThread[thread] = index }
    }
  }

  private mutating func shrink(to available: Int) {
    var excess = columns.reduce(-StepLayout.gap) { $0 + $1.width + StepLayout.gap } - available
    while excess > 0, let widest = columns.indices.max(by: { columns[$0].width < columns[$1].width }),
      columns[widest].width > StepLayout.narrowest
    {
      columns[widest].width -= 1
      excess -= 1
    }
  }

  /// Watched values, waiting actors, and the source, as far as there is room.
  private mutating func placeRest(_ log: EventLog, _ order: Linearisation, _ shown: [StepRow], available: Int)
  {
    var left = available
    let events = shown.map { order.event($0.position, in: log) }
    placeWidth = events.reduce(0) {
      max($0, (log.hasOneFile ? log.shortPlaceText($1.site) : log.placeText($1.site)).count)
    }
    // The place comes first, values and waiting actors next, the words of the source last.
    let place = placeWidth > 0 && placeWidth + StepLayout.gap <= left ? placeWidth + StepLayout.gap : 0
    left -= place
    var touched: [ObjectID] = []
    for event in events where event.kind.namesObject && !touched.contains(event.object) {
      guard let kind = log.object(event.object)?.kind else { continue }
      if [.variable, .atomic, .semaphore, .buffer, .ring].contains(kind) { touched.append(event.object) }
    }
    for object in touched.sorted().prefix(4) {
      let title = log.objectName(object)
      let width = min(max(VisibleWidth.of(title), 5), 14)
      guard width + StepLayout.gap <= left, columns.count > 1 || touched.count > 1 else { break }
      watched.append(Watch(object: object, title: String(title.prefix(width)), width: width))
      left -= width + StepLayout.gap
    }
    if events.contains(where: { $0.kind.beginsWait }), left >= 12 {
      waitingWidth = min(12, left - StepLayout.gap)
      left -= waitingWidth + StepLayout.gap
    }
    if place > 0 { siteWidth = placeWidth + (left >= 8 ? left : 0) }
  }

  /// Which actors share a column.
  func notes() -> [StyledText] {
    guard let shared = columns.first(where: \.isShared) else { return [] }
    return [.faint(" \(NumberText.counted(shared.threads.count, "actor")) share the column 'others'")]
  }
}

extension EventKind {
  /// Whether the row may name the actor that ended a wait.
  var mayEndWait: Bool {
    switch self {
    case .lockAcquire, .semaphoreWaitEnd, .bufferPut, .bufferGet, .eventWaitEnd, .barrierPass, .awaitEnd: true
    default: false
    }
  }
}
