import Foundation
import LabLanguage

/// The scenario files beside this file.
struct Corpus {
  struct Entry {
    var name: String
    var source: SourceText
  }

  /// All files, by name.
  static func entries(_ here: String = #filePath) throws -> [Entry] {
    let folder = URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("Corpus")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".lab")
    }
    return try names.sorted().map { name in
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      return Entry(name: name, source: SourceText(text, file: name))
    }
  }
}
