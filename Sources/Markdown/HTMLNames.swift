/// Elements by what becomes of them.
enum HTMLNames {
    /// What stands in them is for programs.
    static let unread: Set<String> = [
        "script", "style", "head", "title", "meta", "template", "noscript", "svg", "object", "applet",
        "canvas",
        "math", "datalist", "noframes", "noembed",
    ]

    /// They begin and end a paragraph and are otherwise not seen.
    static let blocks: Set<String> = [
        "div", "section", "article", "header", "footer", "main", "nav", "aside", "center", "address", "form",
        "fieldset", "details", "figure", "dl", "body", "html", "thead", "tbody", "tfoot", "option", "select",
        "hgroup",
    ]
}
