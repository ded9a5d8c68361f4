import LabTrace

/// Which of the known shapes a race has: more reasons, the fix, the word.
struct RacePattern {
  private(set) var reasons: [String] = []
  private(set) var fix = ""
  private(set) var term = "race"

  let log: EventLog
  let name: String
  let object: ObjectID
  let sides: [RaceSide]
  let row: GuardTable.Row?

  init(_ log: EventLog, _ object: ObjectID, _ left: RaceSide, _ right: RaceSide, _ row: GuardTable.Row?) {
    self.log = log
    self.object = object
    self.row = row
    name = log.objectName(object)
    sides = [left, right]
    let shapes = [
      regionShape, readerShape, doubleCheckedShape, publicationShape, earlyShape, barrierShape, lockShape,
      updateShape, flagShape, invariantShape,
    ]
    for shape in shapes {
      guard let found = shape() else { continue }
      (reasons, fix, term) = found
      return
    }
    fix = "hold one lock around both accesses, make \(name) atomic, or let one side wait for the other"
  }

  typealias Shape = (reasons: [String], fix: String, term: String)

  func actor(_ side: RaceSide) -> String { log.actorName(side.reference.thread) }
  func place(_ side: RaceSide) -> String { log.shortPlace(side.event.site) }
}
