/// A label and its text beside it, wrapped under itself: `fix   pick one order …`.
package func labelled(
  _ label: StyledText, _ text: StyledText, labelWidth: Int, indent: Int = 1, style: TextStyle
) -> [StyledText] {
  let left = indent + labelWidth
  return text.signs(ascii: style.ascii).wrapped(to: max(16, style.width - left)).enumerated().map {
    index, line in
    index == 0 ? .spaces(indent) + label.padded(to: labelWidth) + line : .spaces(left) + line
  }
}
