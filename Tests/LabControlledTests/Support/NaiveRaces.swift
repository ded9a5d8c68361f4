import LabControlled
import LabExploration
import LabTrace

/// Exact races: a search over states that also know, for each actor, of which latest accesses it has heard.
///
/// Knowledge is a set of tokens (cell, actor, read or write, inside a region or not); clocks are sets of tokens.
struct NaiveRaces {
  /// Names of variables.
  private(set) var racy: Set<String> = []
  private(set) var isComplete = true
  private(set) var states = 0

  private struct Knowledge: Hashable {
    var actors: [Set<Int>]
    var objects: [UInt32: Set<Int>] = [:]
    var existing: Set<Int> = []
  }

  private struct Node: Hashable {
    var bytes: [UInt8]
    var knowledge: Knowledge
  }

  private let model: ControlledProgram

  init(_ model: ControlledProgram, limit: Int) {
    self.model = model
    let state = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    let effects = UnsafeMutablePointer<SynchronisationEffect>.allocate(capacity: model.maximumAccesses)
    defer {
      state.deallocate()
      effects.deallocate()
    }
    guard model.reset(state).isContinuing else { return }
    let start = Node(
      bytes: bytes(state), knowledge: Knowledge(actors: Array(repeating: [], count: model.actorCount)))
    var seen: Set<Node> = [start]
    var work = [start]
    while let node = work.popLast() {
      if seen.count > limit {
        isComplete = false
        break
      }
      restore(node.bytes, state)
      if model.isEnded(state) { continue }
      let enabled = model.enabled(state)
      for actor in 0..<model.actorCount where enabled.contains(actor) {
        restore(node.bytes, state)
        for alternative in model.alternatives(of: actor, state) {
          restore(node.bytes, state)
          let count = model.effects(of: actor, alternative: alternative, state, into: effects)
          guard model.step(actor, alternative: alternative, state).isContinuing else { continue }
          var knowledge = node.knowledge
          for effect in UnsafeBufferPointer(start: effects, count: count) {
            apply(effect, actor, &knowledge)
          }
          let next = Node(bytes: bytes(state), knowledge: knowledge)
          if seen.insert(next).inserted { work.append(next) }
        }
      }
    }
    states = seen.count
  }

  private func bytes(_ state: UnsafeRawPointer) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: state, count: model.stateSize))
  }

  private func restore(_ bytes: [UInt8], _ state: UnsafeMutableRawPointer) {
    bytes.withUnsafeBytes { state.copyMemory(from: $0.baseAddress!, byteCount: bytes.count) }
  }

  private mutating func apply(_ effect: SynchronisationEffect, _ actor: Int, _ knowledge: inout Knowledge) {
    let object = effect.object
    switch effect.kind {
    case .acquire: knowledge.actors[actor].formUnion(knowledge.objects[object] ?? [])
    case .release: knowledge.objects[object, default: []].formUnion(knowledge.actors[actor])
    case .replace: knowledge.objects[object] = knowledge.actors[actor]
    case .clear: knowledge.objects[object] = nil
    case .wake: knowledge.actors[Int(object)].formUnion(knowledge.actors[actor])
    case .join: knowledge.actors[actor].formUnion(knowledge.actors[Int(object)])
    case .readPlain: access(object, actor, isWrite: false, isRegion: false, &knowledge)
    case .writePlain: access(object, actor, isWrite: true, isRegion: false, &knowledge)
    case .readRegion: access(object, actor, isWrite: false, isRegion: true, &knowledge)
    case .writeRegion: access(object, actor, isWrite: true, isRegion: true, &knowledge)
    }
    if knowledge.objects[object]?.isEmpty ?? false { knowledge.objects[object] = nil }
  }

  private mutating func access(
    _ cell: UInt32, _ actor: Int, isWrite: Bool, isRegion: Bool, _ knowledge: inout Knowledge
  ) {
    func token(_ actor: Int, _ kind: Int) -> Int { (Int(cell) * model.actorCount + actor) * 4 + kind }
    for other in 0..<model.actorCount where other != actor {
      for kind in 0..<4 {
        let token = token(other, kind)
        guard knowledge.existing.contains(token), !knowledge.actors[actor].contains(token) else { continue }
        if isWrite || kind & 1 != 0, !(isRegion && kind >= 2) {
          racy.insert(model.program.objects[model.object(ofNumber: cell)!].name)
        }
      }
    }
    let mine = token(actor, (isRegion ? 2 : 0) + (isWrite ? 1 : 0))
    // A new access replaces the old one: whoever knew that does not know this.
    for index in knowledge.actors.indices { knowledge.actors[index].remove(mine) }
    knowledge.objects = knowledge.objects.mapValues { $0.subtracting([mine]) }.filter { !$0.value.isEmpty }
    knowledge.actors[actor].insert(mine)
    knowledge.existing.insert(mine)
  }
}
