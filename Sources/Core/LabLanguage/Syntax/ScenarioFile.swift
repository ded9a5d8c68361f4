/// A scenario file as it was written, before any name is looked up.
package struct ScenarioFile: Sendable {
  package var name: StringLiteral
  package var items: [Item]

  package init(name: StringLiteral, items: [Item]) {
    self.name = name
    self.items = items
  }
}

/// A declaration of a scenario file.
package struct Item: Sendable {
  package enum Kind: Sendable {
    case metadata(MetadataKey, StringLiteral)
    case tags([Name])
    case parameter(Name, value: Expression, bounds: Bounds?)
    case constants([(name: Name, value: Expression)])
    case objects(ObjectItem)
    case routine(RoutineItem)
    case actor(ActorItem)
    case expect(ExpectItem)
    case native([NativeSetting])
  }

  package struct Bounds: Sendable {
    package var low: Expression
    package var high: Expression

    package init(low: Expression, high: Expression) {
      self.low = low
      self.high = high
    }
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

package enum MetadataKey: String, Sendable, CaseIterable {
  case title
  case teaches
  case story
  case hint
  case source
  /// Written `fixed by`.
  case fixedBy
  case fixes
}

package enum Sharing: String, Sendable, CaseIterable {
  /// Threads of one process share it.
  case local
  case shm
  case forked
}

package struct ObjectItem: Sendable {
  package struct Declarator: Sendable {
    package enum Initial: Sendable {
      case value(Expression)
      case list([Expression], SourceRange)
      case threads(Expression, SourceRange)
      case processes(Expression, SourceRange)
    }

    package var name: Name
    package var count: Expression?
    package var capacity: Expression?
    package var initial: Initial?
    package var attributes: [Name]
    package var on: Name?
    package var guardedBy: Name?
    package var range: SourceRange

    package init(name: Name, range: SourceRange) {
      self.name = name
      attributes = []
      self.range = range
    }
  }

  package var sharing: Sharing
  /// `var`, `mutex`, … checked by the parser.
  package var kind: KindWord
  package var declarators: [Declarator]

  package init(sharing: Sharing, kind: KindWord, declarators: [Declarator]) {
    self.sharing = sharing
    self.kind = kind
    self.declarators = declarators
  }
}

package enum KindWord: String, Sendable, CaseIterable {
  case `var`
  case atomic
  case mutex
  case rwlock
  case semaphore
  case condition
  case barrier
  case event
  case buffer
  case ring
  case pool
}

package struct RoutineItem: Sendable {
  package var isTask: Bool
  package var name: Name
  package var parameters: [Name]
  package var body: Block

  package init(isTask: Bool, name: Name, parameters: [Name], body: Block) {
    self.isTask = isTask
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

package struct ActorItem: Sendable {
  package enum Kind: String, Sendable {
    case thread
    case process
    case main
  }

  package var isDaemon: Bool
  package var kind: Kind
  /// `main` for main.
  package var name: Name
  package var count: Expression?
  package var body: Block

  package init(isDaemon: Bool, kind: Kind, name: Name, count: Expression?, body: Block) {
    self.isDaemon = isDaemon
    self.kind = kind
    self.name = name
    self.count = count
    self.body = body
  }
}

package struct ExpectItem: Sendable {
  package enum Property: Sendable {
    case always(Expression)
    case finally(Expression)
    case possible(Expression)
    case possibleFinally(Expression)
    case eventually(Expression)
    case race(expected: Bool, on: [Name])
    case finding(FindingWord, expected: Bool, of: [Place])
    case outcomes([Expression], rows: [OutcomeRow])
  }

  package var property: Property
  package var condition: Expression?

  package init(property: Property, condition: Expression?) {
    self.property = property
    self.condition = condition
  }
}

package enum FindingWord: String, Sendable, CaseIterable {
  case deadlock
  case failure
  case misuse
  case livelock
  case lockcycle
  case leak
  case starvation
}

package struct OutcomeRow: Sendable {
  package var values: [Expression]
  package var grade: OutcomeGrade
  package var note: StringLiteral?
  package var range: SourceRange

  package init(values: [Expression], grade: OutcomeGrade, note: StringLiteral?, range: SourceRange) {
    self.values = values
    self.grade = grade
    self.note = note
    self.range = range
  }
}

package enum OutcomeGrade: String, Sendable, CaseIterable {
  case reachable
  case interesting
  case allowed
  case forbidden
}

package enum NativeSetting: Sendable {
  case runs(Expression)
  case timeout(Duration, SourceRange)
  case parameter(Name, Expression)
}
