public import LabPlatform

extension BoundedBuffer {
  /// Gets the oldest element, waiting for one.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Returns: The element.
  /// - Throws: `timedOut`, or `closed` when the buffer is closed and drained.
  @inlinable
  public func get(deadline: Deadline = .never) throws(WaitError) -> Element {
    switch control.enterGet(deadline: deadline) {
    case .entered(let index, _):
      let element = (slots + index).move()
      control.leaveGet()
      return element
    case .closed: throw .closed
    case .timedOut, .wouldBlock, .nodeRequired: throw .timedOut
    }
  }

  /// Gets the oldest element, waiting for one.
  /// - Parameter timeout: On the monotonic clock.
  /// - Returns: The element.
  /// - Throws: `timedOut`, or `closed` when the buffer is closed and drained.
  @inlinable
  public func get(timeout: Duration) throws(WaitError) -> Element { try get(deadline: .after(timeout)) }

  /// Gets the oldest element, waiting for one.
  /// - Returns: Nil when the buffer is closed and drained.
  @inlinable
  public func next() -> Element? { try? get() }

  /// Gets the oldest element if there is one.
  /// - Returns: Nil if there is none.
  /// - Throws: `closed` when the buffer is closed and drained.
  @inlinable
  public func tryGet() throws(WaitError) -> Element? {
    switch control.enterGet(waits: false) {
    case .entered(let index, _):
      let element = (slots + index).move()
      control.leaveGet()
      return element
    case .closed: throw .closed
    case .timedOut, .wouldBlock, .nodeRequired: return nil
    }
  }

  /// Gets the oldest elements under one lock, waiting until there is at least one.
  /// - Parameters:
  ///   - limit: The most to get.
  ///   - deadline: A moment of the monotonic clock.
  /// - Returns: Between one and `limit` elements, none if `limit` is not positive.
  /// - Throws: `timedOut`, or `closed` when the buffer is closed and drained.
  @inlinable
  public func get(upTo limit: Int, deadline: Deadline = .never) throws(WaitError) -> [Element] {
    if limit <= 0 { return [] }
    switch control.enterGet(deadline: deadline) {
    case .entered(let index, let count):
      let part = min(limit, count)
      let elements = (0..<part).map { (slots + wrapped(index &+ $0)).move() }
      control.leaveGet(part)
      return elements
    case .closed: throw .closed
    case .timedOut, .wouldBlock, .nodeRequired: throw .timedOut
    }
  }
}
