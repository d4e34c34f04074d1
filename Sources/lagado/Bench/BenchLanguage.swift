import Language
import PythonLibrary
import Text

/// The language by itself: no tensors, no models.
enum BenchLanguage {
    /// Runs in Lagado and, as it stands, in CPython: `book` is a text before it,
    /// `results` are seconds after it.
    static let program = """
        import time

        def loop():
            x = 0
            for i in range(1000000):
                x = (x * 3 + i) % 1000003
            return x

        def fib(n):
            return n if n < 2 else fib(n - 1) + fib(n - 2)

        def halves(count):
            for i in range(count):
                yield i // 2

        def numbers(count, x=12345):
            row = []
            for _ in range(count):
                x = (x * 1103515245 + 12345) % 2147483648
                row.append(x / 7)
            return row

        def count_words(text):
            counts = {}
            for word in text.lower().split():
                counts[word] = counts.get(word, 0) + 1
            return counts

        def best(work, runs=7):
            times = []
            for _ in range(runs):
                start = time.perf_counter()
                work()
                times.append(time.perf_counter() - start)
            return min(times)

        row = numbers(100000)
        results = {'loop': best(loop), 'fib': best(lambda: fib(24)), 'sort': best(lambda: sorted(row))}
        results['generator'] = best(lambda: sum(halves(200000)))
        if book:
            results['words'] = best(lambda: count_words(book))

        """

    /// - Parameter book: a book or a file; Gulliver's Travels if it is at hand where nothing is named.
    static func run(book: String?) throws -> BenchReport {
        let library = Library()
        let text: String
        if let book {
            text = try library.load(book).text
        } else {
            text = (try? library.load("gulliver").text) ?? ""
        }
        let interpreter = Interpreter.withLibrary()
        interpreter.globals["book"] = .string(text)
        try interpreter.run(program, name: "bench language", mode: .module)
        var report = BenchReport("language")
        report.setting("bytes", text.utf8.count)
        guard case .dict(let results)? = interpreter.globals["results"] else { return report }
        let rows = [
            ("loop", "a million rounds of arithmetic"), ("fib", "fib(24), 150,049 calls"),
            ("sort", "sorting 100,000 numbers"), ("generator", "the sum of a generator's 200,000 values"),
            ("words", "counting the words of the book"),
        ]
        for (key, label) in rows {
            if case .float(let seconds)? = results.string(key) {
                report.add("\(key)_seconds", label, seconds, "s")
            }
        }
        return report
    }
}
