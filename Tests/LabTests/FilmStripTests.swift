import Lab
import Testing
import Training

@Suite struct FilmStripTests {
    @Test func framesAtEachEvaluation() throws {
        let lab = try SessionFixture().withLecture()
        _ = try lab.run("film = filmstrip(trainer, 'The', n=40, samples=2)")
        #expect(try lab.run("print(film.steps)") == "[0]\n")
        _ = try lab.run("state = torch.get_rng_state(); frame = film.texts[0]; film.shoot();")
        #expect(
            try lab.run("print(film.texts[0] == frame, bool((torch.get_rng_state() == state).all()))")
                == "True True\n")
        _ = try lab.run("run = trainer.run(21)")
        #expect(try lab.run("print(film.steps, len(film), len(film.texts))") == "[0, 1, 11, 21] 4 4\n")
        #expect(
            try lab.run(
                "f = film.frames[-1]; print(len(f['texts']), len(f['form']), 0 <= min(f['words']) <= 1)")
                == "2 2 True\n")
        let shown = try lab.run("print(film)")
        #expect(shown.contains("4 frames") && shown.contains("What is learned first"))
        // Back is back.
        _ = try lab.run("more = trainer.run(10)")
        #expect(try lab.run("print(film.steps)") == "[0, 1, 11, 21, 31]\n")
    }

    /// Which measure came first is told only where the intervals of their steps lie apart.
    @Test func theOrderOfHalfWaysIsToldWhereItIsKnown() throws {
        typealias Half = FilmStrip.HalfWay
        let form = Half(measure: .form, step: 50, earliest: 10, latest: 100)
        #expect(form.isBefore(Half(measure: .words, step: 200, earliest: 150, latest: nil)))
        #expect(!form.isBefore(Half(measure: .words, step: 200, earliest: 100, latest: 300)))
        #expect(!Half(measure: .words, step: 5, earliest: 5, latest: nil).isBefore(form))
        let lab = try SessionFixture().withLecture()
        try lab.run("film = filmstrip(trainer, 'The', n=40, samples=1); run = trainer.run(31)")
        let shown = try lab.run("print(film)")
        let half = try lab.run("print(film.half_way)")
        #expect(half.contains("{") && (half == "{}\n" || shown.contains("half-way learned")), "\(half)")
        if try lab.run("print(len(film.half_way) > 1)") == "True\n" {
            #expect(shown.contains("undecided which came first") && shown.contains("by one text a frame"))
        }
    }

    @Test func trainingIsTheSameWithAFilm() throws {
        let (with, without) = (try SessionFixture().withLecture(), try SessionFixture().withLecture())
        _ = try with.run("film = filmstrip(trainer, 'The', n=20, samples=1)")
        for lab in [with, without] { _ = try lab.run("run = trainer.run(12)") }
        #expect(
            try with.run("print(run.losses, run.test_losses)")
                == (try without.run("print(run.losses, run.test_losses)")))
    }

    @Test func mistakes() throws {
        let lab = try SessionFixture().withLecture()
        for (call, part) in [
            ("filmstrip(trainer, '')", "at least one token"),
            ("filmstrip(trainer, 'The', n=3)", "16 to 100,000"),
            ("filmstrip(trainer, 'The', samples=0)", "1 to 1000"), ("filmstrip(model, 'The')", "trainer"),
            ("filmstrip(trainer, 'The', temperature=-1)", "temperature"),
            ("filmstrip(trainer, [10**6])", "vocabulary"),
        ] { #expect(lab.failure(call).contains(part), "\(call): \(lab.failure(call))") }
    }
}
