import LabLanguage

/// The visible places of a code, and what is alive there: all that a layout needs to know.
struct CodeOutline {
  /// Index of the instruction of each point; the points before them are those of `LifePoint`.
  let visible: [Int]
  /// Point of each instruction, -1 for those that are none.
  let points: [Int32]
  /// The ends of the code: `end`, `exit` and `crash`.
  let ends: [Int]
  let liveness: Liveness

  var pointCount: Int { LifePoint.count + visible.count }

  init(_ code: Code, observed: [Int]) {
    var visible: [Int] = []
    var points = [Int32](repeating: -1, count: code.instructions.count)
    var ends: [Int] = []
    var place = 0
    while place < code.instructions.count {
      let instruction = code.instructions[place]
      switch instruction.opcode {
      case .end, .exit, .crash: ends.append(place)
      default: break
      }
      if instruction.opcode.isVisible {
        points[place] = Int32(LifePoint.count + visible.count)
        visible.append(place)
      }
      // What is inside a region is no place of its own.
      place = instruction.opcode == .regionBegin ? Int(instruction.extra) + 1 : place + 1
    }
    self.visible = visible
    self.points = points
    self.ends = ends
    liveness = Liveness(code, visible: visible + ends, observed: observed)
  }
}
