import Formula
import Testing

@Suite struct FormulaTests {
    @Test(arguments: [
        (#"\sigma"#, "σ"), (#"\alpha + \beta"#, "α + β"), (#"\Delta w"#, "Δw"), (#"x^2"#, "x²"),
        (#"x_i^{n+1}"#, "xᵢⁿ⁺¹"),
        (#"x^10"#, "x¹0"), (#"QK^\top"#, "QKᵀ"), (#"A^T"#, "Aᵀ"), (#"e^{-x}"#, "e⁻ˣ"), (#"W_Q"#, "W_Q"),
        (#"d_{model}"#, "d_(model)"), (#"x_{i,j}"#, "x_(i, j)"), (#"a^{q+1}"#, "a^(q + 1)"),
        (#"\frac{a}{b}"#, "a/b"), (#"\frac12"#, "1/2"), (#"\frac{a+b}{c}"#, "(a + b)/c"),
        (#"\frac{1}{2\sigma^2}"#, "1/(2σ²)"),
        (#"\frac{\partial L}{\partial w}"#, "∂L/∂w"), (#"\frac{dy}{dx}"#, "dy/dx"),
        (#"\frac{a}{\frac{b}{c}}"#, "a/(b/c)"),
        (#"\sqrt{x}"#, "√x"), (#"\sqrt{a+b}"#, "√(a + b)"), (#"\sqrt[3]{x}"#, "∛x"),
        (#"\sqrt{\frac{a}{b}}"#, "√(a/b)"),
        (#"\frac{QK^T}{\sqrt{d_k}}"#, "QKᵀ/√dₖ"), (#"\sum_{i=1}^{n} x_i"#, "∑ᵢ₌₁ⁿ xᵢ"),
        (#"\prod_i p_i"#, "∏ᵢ pᵢ"),
        (#"\int_0^1 f(x)\,dx"#, "∫₀¹ f(x) dx"), (#"\mathbf{x}"#, "𝐱"), (#"\mathbb{R}^{d}"#, "ℝᵈ"),
        (#"\mathcal{L}"#, "ℒ"),
        (#"\hat{y}_i"#, "y\u{302}ᵢ"), (#"\bar x"#, "x\u{304}"), (#"\vec{v}"#, "v\u{20D7}"),
        (#"a\cdot b"#, "a·b"),
        (#"2\times 3"#, "2 × 3"), (#"x\leq y"#, "x ≤ y"), (#"x \in \mathbb{R}"#, "x ∈ ℝ"), (#"\infty"#, "∞"),
        (#"\nabla_\theta L"#, "∇_θ L"), (#"\left(x\right)"#, "(x)"), (#"\left.x\right|_0"#, "x|₀"),
        (#"\text{if } x > 0"#, "if x > 0"), (#"\mathrm{softmax}(z)"#, "softmax(z)"),
        (#"\log p(x)"#, "log p(x)"),
        (#"-\log p"#, "−log p"), (#"x = -1"#, "x = −1"), (#"f(-x)"#, "f(−x)"), (#"a-b"#, "a − b"),
        (#"10^{-3}"#, "10⁻³"),
        (#"1,000"#, "1,000"), (#"f(1,2)"#, "f(1, 2)"), (#"x'"#, "x′"), (#"\{a\}"#, "{a}"), (#"50\%"#, "50%"),
        (#"\begin{bmatrix}1 & 2\\3 & 4\end{bmatrix}"#, "[1 2; 3 4]"), (#"\|x\|_2"#, "‖x‖₂"),
        (#"a \\ b"#, "a; b"),
        (#"\lim_{x\to 0} f"#, "lim_(x → 0) f"), (#"\max_i x_i"#, "maxᵢ xᵢ"), (#"90^\circ"#, "90°"),
        (#"\mu\pm\sigma"#, "μ ± σ"),
    ])
    func oneLine(latex: String, expected: String) {
        #expect(Formula.line(latex) == expected)
    }

    @Test(arguments: [#"\foo"#, #"\foo{x}"#, #"\frac{a"#, #"a}"#, #"x^"#, #"\begin{align} a"#])
    func unknownStays(latex: String) {
        #expect(Formula.line(latex) == latex)
    }

    @Test func systemsHaveLines() {
        #expect(Formula.lines(#"\begin{align} a &= b \\ c &= d \end{align}"#) == ["a = b", "c = d"])
    }

    @Test(arguments: [
        (#"$\sigma$"#, "σ"), ("plain", "plain"), ("from $5", "from $5"),
        (#"loss \$5, $\beta_1=0.9$"#, "loss $5, β₁ = 0.9"),
        (#"$\frac{a$"#, #"$\frac{a$"#), (#"$x$ and $y$"#, "x and y"), ("", ""), ("$$", ""),
        (#"\alpha"#, #"\alpha"#),
    ])
    func labels(text: String, expected: String) {
        #expect(Formula.label(text) == expected)
    }

    @Test func deepAndLongInputComesBack() {
        let deep = String(repeating: "{", count: 9_000) + String(repeating: "}", count: 9_000)
        #expect(Formula.line(deep) == deep)
        let long = String(repeating: #"\frac{"#, count: 100_000)
        #expect(Formula.line(long) == long)
        let roots = String(repeating: #"\sqrt{"#, count: 2_000) + String(repeating: "}", count: 2_000)
        #expect(Formula.line(roots) == roots)
    }
}
