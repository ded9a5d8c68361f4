/// One event of an execution, of a wakeup tree or of a sleep set: a choice and what it touches.
@frozen
package struct DporLabel: BitwiseCopyable {
  package var choice = Choice(actor: 0)
  package var accessCount: Int32 = 0
  /// First child in a wakeup tree, or the next free label; -1: none.
  package var child: Int32 = -1
  /// Next sibling in a wakeup tree; -1: none.
  package var sibling: Int32 = -1
  /// Objects touched and written, folded to 64 bits: most independent pairs are seen without a loop.
  package var touched: UInt64 = 0
  package var written: UInt64 = 0

  @inlinable
  package init() {}
}

/// The labels of a search, allocated and freed by number.
@frozen
package struct DporLabels: ~Copyable {
  package var labels: UnsafeMutablePointer<DporLabel>
  package var accesses: UnsafeMutablePointer<Access>
  package var capacity: Int32
  package var used: Int32 = 0
  package var free: Int32 = -1
  /// Labels in use now, for tests of leaks.
  package var live = 0
  /// Accesses a label has room for.
  package let stride: Int

  @inlinable
  package init(stride: Int) {
    self.stride = max(1, stride)
    capacity = 64
    labels = .allocate(capacity: 64)
    accesses = .allocate(capacity: 64 * self.stride)
  }

  deinit {
    labels.deallocate()
    accesses.deallocate()
  }

  @inlinable
  package subscript(_ label: Int32) -> DporLabel {
    get { labels[Int(label)] }
    nonmutating _modify { yield &labels[Int(label)] }
  }

  @inlinable
  package func accesses(of label: Int32) -> UnsafeMutablePointer<Access> {
    accesses + Int(label) &* stride
  }

  @inlinable
  package mutating func allocate() -> Int32 {
    live &+= 1
    if free >= 0 {
      let label = free
      free = labels[Int(label)].child
      labels[Int(label)] = DporLabel()
      return label
    }
    if used == capacity { grow() }
    labels[Int(used)] = DporLabel()
    used &+= 1
    return used &- 1
  }

  @inlinable
  package mutating func release(_ label: Int32) {
    live &-= 1
    labels[Int(label)].child = free
    free = label
  }

  /// Frees a label with everything below it and its later siblings.
  @inlinable
  package mutating func releaseForest(_ first: Int32) {
    var next = first
    while next >= 0 {
      let label = next
      next = labels[Int(label)].sibling
      releaseForest(labels[Int(label)].child)
      release(label)
    }
  }

  @inlinable
  package mutating func copy(_ label: Int32) -> Int32 {
    let copy = allocate()
    labels[Int(copy)] = labels[Int(label)]
    labels[Int(copy)].child = -1
    labels[Int(copy)].sibling = -1
    accesses(of: copy).update(from: accesses(of: label), count: Int(labels[Int(label)].accessCount))
    return copy
  }

  /// A label for the next step of an actor.
  @inlinable
  package mutating func make<M: Model>(_ choice: Choice, _ model: M, _ state: UnsafeRawPointer) -> Int32 {
    let label = allocate()
    let cells = accesses(of: label)
    let count = model.accesses(of: choice.actor, alternative: choice.alternative, state, into: cells)
    var touched: UInt64 = 0
    var written: UInt64 = 0
    for index in 0..<count {
      let bit = 1 as UInt64 &<< UInt64(cells[index].object)
      touched |= bit
      if cells[index].isWrite { written |= bit }
    }
    labels[Int(label)].choice = choice
    labels[Int(label)].accessCount = Int32(truncatingIfNeeded: count)
    labels[Int(label)].touched = touched
    labels[Int(label)].written = written
    return label
  }

  /// Whether two events of different actors conflict.
  @inlinable
  package func conflict(_ one: Int32, _ other: Int32) -> Bool {
    let left = labels[Int(one)]
    let right = labels[Int(other)]
    if (left.touched & right.written) | (left.written & right.touched) == 0 { return false }
    let lefts = accesses(of: one)
    let rights = accesses(of: other)
    for index in 0..<Int(left.accessCount) {
      for place in 0..<Int(right.accessCount) where lefts[index].conflicts(with: rights[place]) {
        return true
      }
    }
    return false
  }

  /// Whether events of the same actor, or in conflict.
  @inlinable
  package func dependent(_ one: Int32, _ other: Int32) -> Bool {
    labels[Int(one)].choice.actor == labels[Int(other)].choice.actor || conflict(one, other)
  }

  @inlinable @inline(never)
  package mutating func grow() {
    let size = Int(capacity)
    let moreLabels = UnsafeMutablePointer<DporLabel>.allocate(capacity: 2 * size)
    moreLabels.update(from: labels, count: size)
    labels.deallocate()
    labels = moreLabels
    let moreAccesses = UnsafeMutablePointer<Access>.allocate(capacity: 2 * size * stride)
    moreAccesses.update(from: accesses, count: size * stride)
    accesses.deallocate()
    accesses = moreAccesses
    capacity *= 2
  }
}
