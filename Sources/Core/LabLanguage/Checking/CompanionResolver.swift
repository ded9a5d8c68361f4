import LabTrace

/// Looks up what a declaration says about another object: `on m`, `guarded by m`.
struct CompanionResolver {
  let sink: DiagnosticSink
  let declarations: Declarations

  func resolveMutex(of object: DeclaredObject) {
    guard let name = object.declarator.on else {
      if object.kind == .condition {
        let mutexes = declarations.objects.filter { $0.kind == .mutex }.map(\.name)
        sink.error(
          "a condition needs the mutex it waits with", at: object.declarator.name.range,
          hint: "write 'condition \(object.name) on \(mutexes.count == 1 ? mutexes[0] : "m")'")
      }
      return
    }
    guard object.kind == .condition else {
      sink.error(
        "\(object.kind.phrase) has no 'on'", at: name.range,
        hint: "only a condition is declared 'on' a mutex"
          + (object.kind == .var || object.kind == .atomic ? "; data is 'guarded by' a lock" : ""))
      return
    }
    guard let index = companion(name, kinds: [.mutex]) else { return }
    let mutex = declarations.objects[index]
    object.declaration.mutex = index
    checkSize(of: object, against: mutex, at: name.range)
    if mutex.declaration.sharing != object.declaration.sharing {
      sink.error(
        "'\(object.name)' and its mutex '\(mutex.name)' are not shared alike", at: name.range,
        hint: "declare both 'shm', both 'forked', or neither")
    }
  }

  func resolveGuard(of object: DeclaredObject) {
    guard let name = object.declarator.guardedBy else { return }
    guard object.kind == .var || object.kind == .atomic else {
      sink.error(
        "\(object.kind.phrase) is not data that a lock guards", at: name.range,
        hint: "'guarded by' belongs to a var or an atomic")
      return
    }
    guard let index = companion(name, kinds: [.mutex, .rwlock, .semaphore]) else { return }
    object.declaration.guardedBy = index
    checkSize(of: object, against: declarations.objects[index], at: name.range)
  }

  private func companion(_ name: Name, kinds: [KindWord]) -> Int? {
    let fitting = declarations.objects.filter { kinds.contains($0.kind) }.map(\.name)
    let wanted = kinds.count == 1 ? kinds[0].phrase : "a mutex, an rwlock or a semaphore"
    guard let symbol = declarations.symbol(name.text) else {
      sink.error(
        "unknown name '\(name.text)'", at: name.range, hint: Suggestion.hint(for: name.text, among: fitting))
      return nil
    }
    guard let index = symbol.object, kinds.contains(declarations.objects[index].kind) else {
      sink.error(
        "'\(name.text)' is \(declarations.phrase(symbol)), not \(wanted)", at: name.range,
        hint: fitting.isEmpty ? nil : "it can be \(alternatives(fitting))")
      return nil
    }
    return index
  }

  /// An array beside an array belongs to it element by element.
  private func checkSize(of object: DeclaredObject, against other: DeclaredObject, at range: SourceRange) {
    guard other.declaration.isArray, !object.isBroken, !other.isBroken else { return }
    if !object.declaration.isArray || object.declaration.count != other.declaration.count {
      sink.error(
        "'\(other.name)' has \(counted(other.declaration.count, "element")) and '\(object.name)' has not",
        at: range, hint: "write '\(object.name)[\(other.declaration.count)]': element by element")
    }
  }
}
