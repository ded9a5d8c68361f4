import LabTrace

/// Sets of held locks as paths of a tree: taking a lock goes down, giving it back goes up.
///
/// Nodes are numbers, so that a set costs nothing to remember; node 0 is the empty set. Two orders of the same
/// locks are two nodes.
struct LocksetTree {
  struct Element: Hashable {
    var object: ObjectID
    var isShared: Bool
  }

  private struct Node {
    var parent: Int
    var element: Element
  }

  private var nodes = [Node(parent: 0, element: Element(object: .none, isShared: false))]
  private var children = FlatMap()

  /// The set with one more lock.
  mutating func push(_ node: Int, _ object: ObjectID, isShared: Bool) -> Int {
    let key = UInt64(node) << 33 | UInt64(object.rawValue) << 1 | (isShared ? 1 : 0)
    let known = children.number(of: key)
    if known >= 0 { return known }
    nodes.append(Node(parent: node, element: Element(object: object, isShared: isShared)))
    children.set(key, nodes.count - 1)
    return nodes.count - 1
  }

  /// The set without the lock that was taken last of those of this object.
  mutating func remove(_ node: Int, _ object: ObjectID) -> Int {
    if nodes[node].element.object == object { return nodes[node].parent }
    var above: [Element] = []
    var node = node
    while node != 0, nodes[node].element.object != object {
      above.append(nodes[node].element)
      node = nodes[node].parent
    }
    var result = nodes[node].parent
    for element in above.reversed() { result = push(result, element.object, isShared: element.isShared) }
    return result
  }

  /// The locks of a set, oldest first; a recursive one once for each level.
  func elements(_ node: Int) -> [Element] {
    var result: [Element] = []
    var node = node
    while node != 0 {
      result.append(nodes[node].element)
      node = nodes[node].parent
    }
    return result.reversed()
  }

  func contains(_ node: Int, _ object: ObjectID) -> Bool {
    var node = node
    while node != 0 {
      if nodes[node].element.object == object { return true }
      node = nodes[node].parent
    }
    return false
  }
}
