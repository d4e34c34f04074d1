import Foundation
import Lab
import Language
import TestSupport
import Testing
import Text

/// Special tokens and the surfaces of tiktoken and Hugging Face's tokenizer, with the values of tiktoken
/// 0.14 and transformers 5.24.
@Suite(.enabled(if: Shared.isPresent, Shared.missing), .serialized)
struct TokenizerTests {
    private func fixture() throws -> (Session, CapturedOutput) {
        let output = CapturedOutput()
        let library = Library(environment: ["LAGADO_DATA": Shared.folder.appendingPathComponent("data").path])
        let session = Session(configuration: Session.Configuration(library: library, seed: 0), sink: output)
        try session.run(
            """
            import tiktoken
            from transformers import GPT2Tokenizer
            enc = tiktoken.get_encoding("gpt2")
            tok = GPT2Tokenizer.from_pretrained("gpt2")
            """)
        return (session, output)
    }

    private func check(_ rows: [(String, String)]) throws {
        let (session, output) = try fixture()
        for (source, expected) in rows {
            let before = output.text.count
            var got: String
            do {
                try session.run(source, echo: .all)
                got = String(output.text.dropFirst(before).dropLast())
            } catch { got = ScriptError(error).kind }
            if expected.hasSuffix("…") { got = got.prefix(expected.count - 1) + "…" }
            #expect(got == expected, "\(source)")
        }
    }

    @Test func tiktokensRulesForSpecialTokens() throws {
        try check([
            ("enc.encode('<|endoftext|>')", "ValueError"), ("enc.encode('x<|endoftext|>y')", "ValueError"),
            ("enc.encode('x<|endoftext|>y', allowed_special='all')", "[87, 50256, 88]"),
            ("enc.encode('x<|endoftext|>y', allowed_special={'<|endoftext|>'})", "[87, 50256, 88]"),
            (
                "enc.encode('x<|endoftext|>y', disallowed_special=())",
                "[87, 27, 91, 437, 1659, 5239, 91, 29, 88]"
            ),
            ("enc.encode_ordinary('x<|endoftext|>y')", "[87, 27, 91, 437, 1659, 5239, 91, 29, 88]"),
            ("enc.encode('<|endoftext|>x <|endoftext|>', allowed_special='all')", "[50256, 87, 220, 50256]"),
            ("enc.encode('<|endoftext')", "[27, 91, 437, 1659, 5239]"),
            ("enc.encode('a b', disallowed_special=(' b',))", "ValueError"),
            ("enc.encode('a', allowed_special=['x'])", "TypeError"), ("enc.encode(5)", "TypeError"),
            ("enc.encode('a', 'all')", "TypeError"),
            ("enc.encode_batch(['a', 'b c'])", "[[64], [65, 269]]"),
            ("enc.encode_batch(['a', '<|endoftext|>'])", "ValueError"),
            (
                "enc.encode_ordinary_batch(['a', '<|endoftext|>'])",
                "[[64], [27, 91, 437, 1659, 5239, 91, 29]]"
            ),
            (
                "try: enc.encode('<|endoftext|>')\nexcept ValueError as e: print(str(e).split('\\n')[0])",
                "Encountered text corresponding to disallowed special token '<|endoftext|>'."
            ),
        ])
    }

    @Test func tiktokensSurface() throws {
        try check([
            ("enc", "<Encoding 'gpt2'>"),
            ("enc.name, enc.n_vocab, enc.max_token_value, enc.eot_token", "('gpt2', 50257, 50256, 50256)"),
            ("enc.special_tokens_set", "{'<|endoftext|>'}"),
            ("enc.is_special_token(50256), enc.is_special_token(3)", "(True, False)"),
            ("enc.encode_single_token('hello')", "31373"),
            ("enc.encode_single_token('<|endoftext|>')", "50256"),
            ("enc.encode_single_token('hello world')", "KeyError"),
            ("enc.decode([31373, 995])", "'hello world'"),
            ("enc.decode([60000])", "KeyError"), ("enc.decode([-1])", "OverflowError"),
            ("enc.decode(5)", "TypeError"),
            ("enc.decode(['a'])", "TypeError"), ("enc.decode([447])", "'\u{FFFD}'"),
            ("enc.decode([447], errors='strict')", "UnicodeDecodeError"),
            ("enc.decode([447, 64], errors='ignore')", "'a'"),
            ("enc.decode_single_token_bytes(60000)", "KeyError"),
            ("enc.decode_bytes([447])", "b'\\xe2\\x80'"),
            ("enc.decode_tokens_bytes([447, 64])", "[b'\\xe2\\x80', b'a']"),
            ("enc.decode_batch([[64], [65, 66]])", "['a', 'bc']"),
            ("enc.decode_with_offsets(enc.encode('héllo 日本'))", "('héllo 日本', [0, 1, 2, 5, 6, 6, 7, 7])"),
            ("len(enc.token_byte_values()), enc.token_byte_values()[1]", "(50256, b'\\x01')"),
            ("tiktoken.get_encoding('cl100k_base')", "ValueError"),
            ("tiktoken.encoding_for_model('gpt-4')", "KeyError"),
            ("tokenizer = enc\nencode('a<|endoftext|>')", "ValueError"),
        ])
    }

    @Test func huggingFacesRulesForSpecialTokens() throws {
        try check([
            ("tok.encode('x<|endoftext|>y')", "[87, 50256, 88]"),
            ("tok.encode('a <|endoftext|> b')", "[64, 220, 50256, 275]"),
            ("tok.encode('<|endoftext')", "[27, 91, 437, 1659, 5239]"),
            ("tok('x<|endoftext|>y').input_ids", "[87, 50256, 88]"),
            ("tok.tokenize('x<|endoftext|> y')", "['x', '<|endoftext|>', 'Ġy']"),
            (
                "tok.decode([87, 50256, 88]), tok.decode([87, 50256, 88], skip_special_tokens=True)",
                "('x<|endoftext|>y', 'xy')"
            ),
            ("tokenizer = tok\nencode('x<|endoftext|>y')", "tensor([   87, 50256,    88])"),
            ("tok.pieces('x<|endoftext|>y')", "['x', '<|endoftext|>', 'y']"),
        ])
    }

    @Test func huggingFacesSurface() throws {
        try check([
            ("tok('hello world')", "{'input_ids': [31373, 995], 'attention_mask': [1, 1]}"),
            ("tok(['a', 'b c'], padding=True)", "ValueError"),
            ("tok(['a', 'b c'], return_tensors='pt')", "ValueError"),
            (
                "tok.eos_token, tok.eos_token_id, tok.bos_token_id, tok.unk_token_id, tok.pad_token, "
                    + "tok.pad_token_id",
                "('<|endoftext|>', 50256, 50256, 50256, None, None)"
            ),
            ("tok.pad_token = tok.eos_token\ntok.pad_token_id", "50256"),
            (
                "tok(['a', 'b c'], padding=True, return_tensors='pt')['attention_mask']",
                "tensor([[1, 0],\n        [1, 1]])"
            ),
            (
                "tok(['a', 'b c'], padding='max_length', max_length=3)['input_ids']",
                "[[64, 50256, 50256], [65, 269, 50256]]"
            ),
            ("tok(['a', 'b c'], padding=True, padding_side='left')['input_ids']", "[[50256, 64], [65, 269]]"),
            ("tok('a b c d e', truncation=True, max_length=3)['input_ids']", "[64, 275, 269]"),
            ("dict(**tok('a'))", "{'input_ids': [64], 'attention_mask': [1]}"),
            ("tok('a', return_attention_mask=False)", "{'input_ids': [64]}"),
            ("tok('a', text_pair='b')", "NotImplementedError"),
            ("tok('a', return_offsets_mapping=True)", "NotImplementedError"),
            ("tok('a', paddding=True)", "TypeError"), ("tok('a', padding='foo')", "ValueError"),
            ("tok('a', return_tensors='tf')", "ValueError"),
            ("tok(None)", "ValueError"), ("tok(5)", "ValueError"), ("tok([])", "IndexError"),
            (
                "tok.add_special_tokens({'pad_token': '[PAD]'}), len(tok), tok.vocab_size, tok.pad_token_id",
                "(1, 50258, 50257, 50257)"
            ),
            ("tok.encode('a[PAD]b'), tok.decode([50257, 64])", "([64, 50257, 65], '[PAD]a')"),
            ("tok.add_special_tokens({'nope': 'x'})", "ValueError"),
            ("tok.pad_token = 'nothing of the sort'", "ValueError"),
            (
                "tok.convert_ids_to_tokens([87, 50256, 60000]), tok.convert_tokens_to_ids(['x', 'nosuch'])",
                "(['x', '<|endoftext|>', None], [87, 50256])"
            ),
            ("tok.convert_tokens_to_string(['Hello', 'Ġworld'])", "'Hello world'"),
            ("tok.batch_decode([[87], [88]])", "['x', 'y']"),
            (
                "tok.decode([[87, 88], [50256]]), tok.decode(87), tok.decode(torch.tensor([87]))",
                "(['xy', '<|endoftext|>'], 'x', 'x')"
            ),
            ("GPT2Tokenizer.from_pretrained('gpt2').pad_token", ""), ("tok.get_vocab()['Ġthe']", "262"),
        ])
    }
}
