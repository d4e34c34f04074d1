/// The one stylesheet of a page.
enum PageStyle {
    static let sheet = """
        :root {
          color-scheme: light dark;
          --ground: #fdfdfb; --ink: #1f2328; --soft: #59636e; --rule: #d8dbd9; --code: #f3f4f1;
          --link: #0b5cad; --error: #a4161a; --error-ground: #fdf0ef;
          --k: #8b2a8f; --s: #2f6b2b; --n: #8a4a00; --c: #626d67; --d: #0b4f94; --f: #14557b; --a: #8a4a00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #16181b; --ink: #dfe2e6; --soft: #9aa3ad; --rule: #353a40; --code: #202429;
            --link: #7cb7f5; --error: #ff9d96; --error-ground: #33201f;
            --k: #d9a0e0; --s: #9fcf8f; --n: #e8b27c; --c: #8f9a96; --d: #8fc0f5; --f: #a5cbe6; --a: #e8b27c;
          }
          figure { background: #fff; }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
        }
        main { max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1, h2, h3, h4 { line-height: 1.25; margin: 2.2rem 0 0.7rem; }
        h1 { font-size: 1.9rem; margin-top: 0.5rem; } h2 { font-size: 1.4rem; } h3 { font-size: 1.15rem; }
        p, ul, ol, table, blockquote { margin: 0.8rem 0; }
        p, li { overflow-wrap: break-word; }
        a { color: var(--link); }
        hr { border: 0; border-top: 1px solid var(--rule); margin: 2rem 0; }
        blockquote {
          margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--rule); color: var(--soft);
        }
        code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        code { font-size: 0.9em; background: var(--code); padding: 0.1em 0.3em; border-radius: 4px; }
        pre {
          font-size: 0.84rem; line-height: 1.45; margin: 0; padding: 0.7rem 0.9rem; overflow-x: auto;
          tab-size: 4;
        }
        pre code { font-size: inherit; background: none; padding: 0; }
        .prose > pre { background: var(--code); border-radius: 6px; margin: 0.9rem 0; }
        .prose > table { display: block; overflow-x: auto; border-collapse: collapse; }
        .shown { padding: 0.5rem 0.8rem; border-top: 1px solid var(--rule); overflow-x: auto; }
        .shown table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { font-weight: 600; padding: 0 0 0.3rem; } tfoot td { border: 0; color: var(--soft); }
        th, td { border: 1px solid var(--rule); padding: 0.3rem 0.6rem; }
        th { background: var(--code); }
        img { max-width: 100%; height: auto; }
        math { font-size: 1.05em; }
        math[display="block"] { display: block math; margin: 1rem 0; overflow-x: auto; overflow-y: hidden; }
        .cell { margin: 1.1rem 0; border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; }
        .cell summary { padding: 0.5rem 0.9rem; cursor: pointer; color: var(--soft); }
        .cell > .prose { padding: 0 0.9rem; }
        pre.code { background: var(--code); }
        pre.code[data-number] { position: relative; padding-left: 3.1rem; }
        pre.code[data-number]::before {
          content: attr(data-number) ">"; position: absolute; left: 0; width: 2.5rem; text-align: right;
          color: var(--soft); user-select: none;
        }
        pre.output { border-top: 1px solid var(--rule); line-height: 1.35; }
        pre.output:first-child { border-top: 0; }
        pre.error { color: var(--error); background: var(--error-ground); }
        figure { margin: 0; padding: 0.5rem; border-top: 1px solid var(--rule); text-align: center; }
        figure svg { max-width: 100%; height: auto; }
        nav { margin: 1rem 0; padding: 0.5rem 0.9rem; border: 1px solid var(--rule); border-radius: 6px; }
        nav summary { cursor: pointer; color: var(--soft); }
        nav ul { list-style: none; padding: 0; margin: 0.4rem 0; }
        nav .level-1 { padding-left: 1.2rem; } nav .level-2 { padding-left: 2.4rem; }
        .k { color: var(--k); } .s { color: var(--s); } .n { color: var(--n); }
        .c { color: var(--c); font-style: italic; }
        .d { color: var(--d); font-weight: 600; } .f { color: var(--f); } .a { color: var(--a); }
        @media print {
          main { max-width: none; padding: 0; } nav { display: none; } pre { white-space: pre-wrap; }
          .cell, figure, table { break-inside: avoid; }
        }
        """
}
