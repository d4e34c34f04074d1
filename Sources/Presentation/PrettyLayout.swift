/// Text in lines that fit: pieces, places where a line may be broken, and groups of both.
///
/// A group is written on one line where it fits, with all its places broken where it does not; of groups in
/// groups the outer ones are broken first. IPython shows values so.
public struct PrettyLayout {
    private final class Group {
        let depth: Int
        /// Places of the group that wait in the buffer.
        var waiting = 0
        var isBroken = false
        init(depth: Int) { self.depth = depth }
    }
    private enum Piece {
        case text(String, width: Int)
        case place(Group, indentation: Int, blank: String)
    }

    private let width: Int
    private var output = ""
    /// Columns of the line that is being written.
    private var written = 0
    private var buffer: [Piece] = []
    private var first = 0
    private var buffered = 0
    private var indentation = 0
    private var open: [Group] = [Group(depth: 0)]
    /// Groups that can still be broken, by their depth.
    private var candidates: [[Group]] = [[]]

    /// - Parameter width: columns of a line.
    public init(width: Int) {
        self.width = width
        candidates[0] = [open[0]]
    }

    /// Adds a piece that stays together.
    public mutating func text(_ text: String) {
        let columns = text.unicodeScalars.count
        guard first < buffer.count else {
            output += text
            written += columns
            return
        }
        buffer.append(.text(text, width: columns))
        buffered += columns
        breakOuterGroups()
    }

    /// A blank, or the end of a line where the group is broken.
    public mutating func breakable(_ blank: String = " ") {
        guard let group = open.last else { return }
        if group.isBroken { return writeLineEnd() }
        group.waiting += 1
        buffer.append(.place(group, indentation: indentation, blank: blank))
        buffered += blank.utf8.count
        breakOuterGroups()
    }

    /// The end of a line, whatever fits; the groups around it are broken.
    public mutating func newline() {
        if let group = nextToBreak() { breakAll(group) }
        writeLineEnd()
    }

    private mutating func writeLineEnd() {
        while first < buffer.count { writeNext() }
        output += "\n" + String(repeating: " ", count: indentation)
        written = indentation
        buffered = 0
    }

    /// - Parameter indent: columns by which lines inside begin further to the right.
    public mutating func begin(_ indent: Int = 0, _ start: String = "") {
        if !start.isEmpty { text(start) }
        let group = Group(depth: (open.last?.depth ?? 0) + 1)
        open.append(group)
        while candidates.count <= group.depth { candidates.append([]) }
        candidates[group.depth].append(group)
        indentation += indent
    }

    public mutating func end(_ dedent: Int = 0, _ end: String = "") {
        indentation -= dedent
        let group = open.removeLast()
        if group.waiting == 0 { remove(group) }
        if !end.isEmpty { text(end) }
    }

    /// All that was added.
    public mutating func finish() -> String {
        while first < buffer.count { writeNext() }
        return output
    }

    private mutating func remove(_ group: Group) {
        candidates[group.depth].removeAll { $0 === group }
    }

    private mutating func writeNext() {
        let piece = buffer[first]
        first += 1
        switch piece {
        case .text(let text, let columns):
            output += text
            written += columns
            buffered -= columns
        case .place(let group, let indentation, let blank):
            group.waiting -= 1
            buffered -= blank.utf8.count
            if group.isBroken {
                output += "\n" + String(repeating: " ", count: indentation)
                written = indentation
            } else {
                if group.waiting == 0 { remove(group) }
                output += blank
                written += blank.utf8.count
            }
        }
        if first == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            first = 0
        }
    }

    private mutating func breakOuterGroups() {
        while width < written + buffered {
            guard let group = nextToBreak() else { return }
            breakAll(group)
        }
    }

    private mutating func breakAll(_ group: Group) {
        while group.waiting > 0 { writeNext() }
        while first < buffer.count, case .text = buffer[first] { writeNext() }
    }

    /// The outermost group with places that wait.
    private mutating func nextToBreak() -> Group? {
        for depth in candidates.indices {
            for index in candidates[depth].indices.reversed() where candidates[depth][index].waiting > 0 {
                let group = candidates[depth].remove(at: index)
                group.isBroken = true
                return group
            }
            for group in candidates[depth] { group.isBroken = true }
            candidates[depth] = []
        }
        return nil
    }
}
