/// A cell that a place names wherever in one actor the place stands.
struct StaticCell: Hashable {
  var object: Int
  /// The index as text without spaces, empty for an object that is no array.
  var index: String
}

/// Finds out which cell a place names, if that does not depend on anything that changes.
struct StaticCells {
  let declarations: Declarations
  let sink: DiagnosticSink

  func cell(_ place: Place) -> StaticCell? {
    guard let object = declarations.symbol(place.name.text)?.object else { return nil }
    guard let index = place.index else { return StaticCell(object: object, index: "") }
    if let value = declarations.folder().fold(index) { return StaticCell(object: object, index: "\(value)") }
    var isStable = true
    index.visit { part in
      switch part.kind {
      case .place(let place): isStable = isStable && declarations.values[place.name.text] != nil
      case .call, .operation, .member: isStable = false
      default: break
      }
    }
    guard isStable else { return nil }
    let text = sink.text(of: index.range).filter { $0 != " " && $0 != "\t" }
    return StaticCell(object: object, index: String(text))
  }
}
