/// What becomes of remarks: heard, ignored, raised or kept.
public struct WarningFilter {
    /// A rule that `simplefilter` and `filterwarnings` add; the last one comes first.
    package struct Rule {
        package let action: String
        let category: ScriptClass
        /// Whether its words are those that the rule is for; nil for any.
        package let matches: ((String, Interpreter) throws -> Bool)?

        package init(
            action: String, category: ScriptClass, matches: ((String, Interpreter) throws -> Bool)?
        ) {
            (self.action, self.category, self.matches) = (action, category, matches)
        }
    }
    package var rules: [Rule] = []
    /// Where `catch_warnings(record=True)` keeps them.
    package var record: ListValue?

    public init() {}

    package func action(_ text: String, _ category: ScriptClass, _ interpreter: Interpreter) throws -> String
    {
        for rule in rules where category.isSubclass(of: rule.category) {
            if try rule.matches?(text, interpreter) ?? true { return rule.action }
        }
        return "default"
    }
}
