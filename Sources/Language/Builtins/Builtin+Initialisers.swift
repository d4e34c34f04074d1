// One initialiser for each number of parameters: plain, quick to compile, and the body gets typed arguments.

extension Builtin {

    /// A command with no parameters.
    public convenience init<R: ScriptConvertible>(
        _ name: String, group: String, summary: String,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary, parameters: [],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, _ in
            try body(interpreter).scriptValue
        }
    }

    /// A command with one parameter.
    public convenience init<A: ScriptConvertible, R: ScriptConvertible>(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary, parameters: [a.information],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command)
            ).scriptValue
        }
    }

    /// A command with 2 parameters.
    public convenience init<A: ScriptConvertible, B: ScriptConvertible, R: ScriptConvertible>(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary, parameters: [a.information, b.information],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command)
            ).scriptValue
        }
    }

    /// A command with 3 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [a.information, b.information, c.information],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command)
            ).scriptValue
        }
    }

    /// A command with 4 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [a.information, b.information, c.information, d.information],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command)
            ).scriptValue
        }
    }

    /// A command with 5 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [a.information, b.information, c.information, d.information, e.information],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command)
            ).scriptValue
        }
    }

    /// A command with 6 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, F: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ f: Parameter<F>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E, F) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [
                a.information, b.information, c.information, d.information, e.information, f.information,
            ],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command),
                f.convert(values[5], command)
            ).scriptValue
        }
    }

    /// A command with 7 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, F: ScriptConvertible, G: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ f: Parameter<F>, _ g: Parameter<G>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E, F, G) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [
                a.information, b.information, c.information, d.information, e.information, f.information,
                g.information,
            ],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command),
                f.convert(values[5], command),
                g.convert(values[6], command)
            ).scriptValue
        }
    }

    /// A command with 8 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, F: ScriptConvertible, G: ScriptConvertible, H: ScriptConvertible,
        R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ f: Parameter<F>, _ g: Parameter<G>, _ h: Parameter<H>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E, F, G, H) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [
                a.information, b.information, c.information, d.information, e.information, f.information,
                g.information, h.information,
            ],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command),
                f.convert(values[5], command),
                g.convert(values[6], command),
                h.convert(values[7], command)
            ).scriptValue
        }
    }

    /// A command with 9 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, F: ScriptConvertible, G: ScriptConvertible, H: ScriptConvertible,
        I: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ f: Parameter<F>, _ g: Parameter<G>, _ h: Parameter<H>, _ i: Parameter<I>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E, F, G, H, I) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [
                a.information, b.information, c.information, d.information, e.information,
                f.information, g.information, h.information, i.information,
            ],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command),
                f.convert(values[5], command),
                g.convert(values[6], command),
                h.convert(values[7], command),
                i.convert(values[8], command)
            ).scriptValue
        }
    }

    /// A command with 10 parameters.
    public convenience init<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible, F: ScriptConvertible, G: ScriptConvertible, H: ScriptConvertible,
        I: ScriptConvertible, J: ScriptConvertible, R: ScriptConvertible
    >(
        _ name: String, group: String, summary: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ f: Parameter<F>, _ g: Parameter<G>, _ h: Parameter<H>, _ i: Parameter<I>, _ j: Parameter<J>,
        returns: String = "", example: String = "", pytorch: String = "", formula: String = "",
        file: StaticString = #fileID, line: UInt = #line,
        body: @escaping (_ interpreter: Interpreter, A, B, C, D, E, F, G, H, I, J) throws -> R
    ) {
        self.init(
            name: name, group: group, summary: summary,
            parameters: [
                a.information, b.information, c.information, d.information, e.information,
                f.information, g.information, h.information, i.information, j.information,
            ],
            returns: returns, example: example, pytorch: pytorch, formula: formula,
            place: SourcePlace(file, line)
        ) { command, interpreter, values in
            try body(
                interpreter,
                a.convert(values[0], command),
                b.convert(values[1], command),
                c.convert(values[2], command),
                d.convert(values[3], command),
                e.convert(values[4], command),
                f.convert(values[5], command),
                g.convert(values[6], command),
                h.convert(values[7], command),
                i.convert(values[8], command),
                j.convert(values[9], command)
            ).scriptValue
        }
    }
}
