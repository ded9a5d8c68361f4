import LabTrace

/// What a name of the file stands for; the numbers are indices into `Declarations`.
enum Symbol {
  case parameter
  case constant
  case object(Int)
  case routine(Int)
  case actor(Int)
}

/// An object, with what was worked out of its declaration.
///
/// A class, because copies of it on the stack would add up where the checkers and the compiler recurse.
final class DeclaredObject {
  let declarator: ObjectItem.Declarator
  let kind: KindWord
  var declaration: ObjectDeclaration
  /// Something is wrong with it; what depends on its size is not judged.
  var isBroken = false
  /// Workers of a pool.
  var workerCount = 0
  var workersAreProcesses = false

  init(declarator: ObjectItem.Declarator, kind: KindWord, declaration: ObjectDeclaration) {
    self.declarator = declarator
    self.kind = kind
    self.declaration = declaration
  }

  var name: String { declaration.name }
}

/// The actors of one declaration; a class for the same reason.
final class DeclaredActor {
  let item: ActorItem
  var count = 1
  var firstActor = 0
  var isBroken = false

  init(item: ActorItem) { self.item = item }

  var name: String { item.name.text }
  var isArray: Bool { item.count != nil }
  /// `process worker`, `main`.
  var phrase: String { item.kind == .main ? "main" : "\(item.kind.rawValue) \(item.name.text)" }
}

struct DeclaredSection {
  var name: Name
  var limit: Int64
  var hasLimit: Bool
}

/// Everything a file declares, with every name looked up and every size worked out.
struct Declarations {
  var metadata = Metadata()
  var parameters: [RunInfo.Parameter] = []
  /// Parameters and constants.
  var values: [String: Int64] = [:]
  var objects: [DeclaredObject] = []
  var routines: [RoutineItem] = []
  var actors: [DeclaredActor] = []
  var sections: [DeclaredSection] = []
  var native = NativeSettings()
  /// Where each parameter is declared.
  var parameterNames: [Name] = []

  /// For looking up; `names` has the order.
  private(set) var symbols: [String: (symbol: Symbol, range: SourceRange)] = [:]
  private(set) var names: [String] = []

  func symbol(_ name: String) -> Symbol? { symbols[name]?.symbol }

  func range(of name: String) -> SourceRange? { symbols[name]?.range }

  mutating func declare(_ name: Name, _ symbol: Symbol) {
    symbols[name.text] = (symbol, name.range)
    names.append(name.text)
  }

  /// Names of one sort, in the order of the text.
  func names(where isWanted: (Symbol) -> Bool) -> [String] {
    names.filter { name in symbols[name].map { isWanted($0.symbol) } ?? false }
  }

  func folder(selfIndex: Int64? = nil) -> ConstantFolder {
    ConstantFolder(values: values, selfIndex: selfIndex)
  }

  /// What the name is, with its article: `a mutex`.
  func phrase(_ symbol: Symbol) -> String {
    switch symbol {
    case .parameter: "a parameter"
    case .constant: "a constant"
    case .object(let index): objects[index].kind.phrase
    case .routine(let index): routines[index].isTask ? "a task" : "a func"
    case .actor(let index): actors[index].item.kind == .main ? "the main actor" : "an actor"
    }
  }

  func section(_ name: String) -> Int? { sections.firstIndex { $0.name.text == name } }

  /// Group of a pool's workers; they follow the declared actors.
  func workerGroup(ofPool object: Int) -> Int {
    actors.count + objects[..<object].count { $0.kind == .pool }
  }
}
