import LabTrace

/// How the things of a log are called in sentences.
extension EventLog {
  /// Name of a thread.
  package func actorName(_ thread: ThreadID) -> String {
    let index = Int(thread.rawValue)
    return threads.indices.contains(index) ? threads[index].name : "thread \(index)"
  }

  /// Name of an object, `?` for none.
  package func objectName(_ object: ObjectID) -> String {
    let index = Int(object.rawValue) - 1
    return objects.indices.contains(index) ? objects[index].name : "?"
  }

  /// Name of an object's declaration: that of the array for one of its elements.
  package static func declaration(_ name: String) -> String {
    guard name.hasSuffix("]"), let bracket = name.firstIndex(of: "[") else { return name }
    return String(name[..<bracket])
  }

  /// Name of the declaration of an object, `?` for none.
  package func declarationName(_ object: ObjectID) -> String { Self.declaration(objectName(object)) }

  /// `file:line`, `?` for the unknown place: what fingerprints are made of.
  package func linePlace(_ site: SiteID) -> String {
    guard site != .unknown, sites.indices.contains(Int(site.rawValue)) else { return "?" }
    return "\(sites[Int(site.rawValue)].file):\(sites[Int(site.rawValue)].line)"
  }

  /// Kind of an object, if it is known.
  package func objectKind(_ object: ObjectID) -> ObjectKind? {
    let index = Int(object.rawValue) - 1
    return objects.indices.contains(index) ? objects[index].kind : nil
  }

  /// `file:line:column`, `?` for the unknown place.
  package func place(_ site: SiteID) -> String {
    guard site != .unknown, sites.indices.contains(Int(site.rawValue)) else { return "?" }
    let place = sites[Int(site.rawValue)]
    return "\(place.file):\(place.line):\(place.column)"
  }

  /// `line:column`, `?` for the unknown place.
  package func shortPlace(_ site: SiteID) -> String {
    guard site != .unknown, sites.indices.contains(Int(site.rawValue)) else { return "?" }
    let place = sites[Int(site.rawValue)]
    return "\(place.line):\(place.column)"
  }

  /// A text of the log by the id that marks, prints and failures carry in `object`.
  package func string(_ object: ObjectID) -> String? {
    let index = Int(object.rawValue) - 1
    return strings.indices.contains(index) ? strings[index] : nil
  }

  /// The verdict of the lab, the first `verdict` event of thread 0.
  package var verdict: (verdict: RunVerdict, event: Event)? {
    guard let event = threads.first?.events.first(where: { $0.kind == .verdict }),
      let verdict = RunVerdict(rawValue: event.value)
    else { return nil }
    return (verdict, event)
  }
}
