import Foundation
import Presentation

/// What the two ends of the program are connected to, and what they can show.
struct Terminal {
    enum Colours: Int, Comparable {
        case none, few, million
        static func < (a: Colours, b: Colours) -> Bool { a.rawValue < b.rawValue }
    }

    var isInputTerminal: Bool
    var isOutputTerminal: Bool
    var isErrorTerminal: Bool
    /// What standard output shows. `NO_COLOR`, `TERM=dumb`, `CLICOLOR` and `CLICOLOR_FORCE` are respected.
    var colours: Colours
    /// True if the locale is UTF-8; else only ASCII is sent.
    var unicode: Bool
    /// True if the cursor can be moved: an entry of several lines is then edited as a whole.
    var movesCursor: Bool

    /// True if a person sits at both ends: only then is there a prompt with line editing.
    var isInteractive: Bool { isInputTerminal && isOutputTerminal }

    /// Looks at the descriptors and the environment. Also sets the locale of
    /// characters, which line editing needs.
    static func detect(environment: [String: String] = ProcessInfo.processInfo.environment) -> Terminal {
        setlocale(LC_CTYPE, "")
        let codeset = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
        let isOutputTerminal = isatty(STDOUT_FILENO) == 1
        return Terminal(
            isInputTerminal: isatty(STDIN_FILENO) == 1, isOutputTerminal: isOutputTerminal,
            isErrorTerminal: isatty(STDERR_FILENO) == 1,
            colours: colours(isTerminal: isOutputTerminal, environment: environment),
            unicode: codeset.uppercased().hasPrefix("UTF-8") || codeset.uppercased() == "UTF8",
            movesCursor: !["", "dumb", "unknown"].contains(environment["TERM"] ?? ""))
    }

    static func colours(isTerminal: Bool, environment: [String: String]) -> Colours {
        func value(_ name: String) -> String { environment[name] ?? "" }
        let term = value("TERM")
        if !value("NO_COLOR").isEmpty { return .none }
        let isForced = !["", "0"].contains(value("CLICOLOR_FORCE"))
        if !isForced {
            guard isTerminal, !term.isEmpty, term != "dumb", value("CLICOLOR") != "0" else { return .none }
        }
        return ["truecolor", "24bit"].contains(value("COLORTERM")) || term.hasSuffix("-direct")
            ? .million : .few
    }

    /// Columns and rows as they are now; 80 and 24 where nobody says.
    var size: (width: Int, height: Int) {
        var size = winsize()
        for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
            }
        }
        return (80, 24)
    }

    /// Whether the terminal itself writes what is typed while no line is edited. Switched off while a line
    /// renews itself: its pieces would stay on the screen. What is typed comes at the next prompt.
    static func setEcho(_ isOn: Bool) {
        // A program in the background would be stopped for it.
        guard tcgetpgrp(STDIN_FILENO) == getpgrp() else { return }
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        let flags = isOn ? settings.c_lflag | tcflag_t(ECHO) : settings.c_lflag & ~tcflag_t(ECHO)
        guard flags != settings.c_lflag else { return }
        settings.c_lflag = flags
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Text that cannot command the terminal: control characters are shown (`␍`, or `^M` in
    /// ASCII), never sent. Line feeds and tabs stay. Where the locale is not UTF-8, other
    /// characters are written as `\u2019`.
    func shown(_ text: String) -> String { Formatting.safe(text, unicode: unicode) }
}
