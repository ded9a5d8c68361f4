import LabTrace

/// One `expect` of a scenario, checked and compiled.
package struct Expectation: Hashable, Sendable {
  package enum Property: Hashable, Sendable {
    case always(StateExpression)
    case finally(StateExpression)
    case possible(StateExpression)
    case possibleFinally(StateExpression)
    case eventually(StateExpression)
    /// Empty list: any race. Indices into `Program.objects`.
    case race(expected: Bool, on: [Int])
    /// `of`: exactly this set of actors, or any if it is empty.
    case finding(FindingWord, expected: Bool, of: [Int])
    case outcomes([StateExpression], rows: [Row])
  }

  package struct Row: Hashable, Sendable {
    package var values: [Int64]
    package var grade: OutcomeGrade
    package var note: String
    package var site: SiteID

    package init(values: [Int64], grade: OutcomeGrade, note: String, site: SiteID) {
      self.values = values
      self.grade = grade
      self.note = note
      self.site = site
    }
  }

  package var property: Property
  /// Canonical text of the line (without `expect`), of an outcome table without its rows.
  package var text: String
  /// False if its `when` excludes the parameters in force.
  package var isApplicable: Bool
  package var site: SiteID

  package init(property: Property, text: String, isApplicable: Bool, site: SiteID) {
    self.property = property
    self.text = text
    self.isApplicable = isApplicable
    self.site = site
  }
}

/// An expression over a state of the program, with no effect.
package struct StateExpression: Hashable, Sendable {
  package indirect enum Node: Hashable, Sendable {
    case constant(Int64)
    /// An element of an object: value of a variable, atomic, semaphore or event, size of a buffer.
    /// The index is nil for an object that is no array.
    case cell(object: Int, index: Node?)
    /// A local of an actor, by its register.
    case local(actor: Int, Register)
    /// An actor's private copy of a forked object.
    case forked(actor: Int, object: Int, index: Node?)
    case unary(UnaryOperator, Node)
    case binary(BinaryOperator, Node, Node)
    case minimum(Node, Node)
    case maximum(Node, Node)
    case absolute(Node)
  }

  package var node: Node
  /// Canonical text.
  package var text: String

  package init(_ node: Node, text: String) {
    self.node = node
    self.text = text
  }
}
