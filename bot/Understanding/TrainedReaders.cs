using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>The readers trained on the examples of <c>prompts/understanding/</c>.</summary>
/// <param name="Intents">What people want.</param>
/// <param name="Dangers">Whether they are in danger.</param>
/// <param name="Risks">Risk of each intent, R0 to R3.</param>
public sealed record TrainedReaders(IntentReader Intents, DangerReader Dangers, IReadOnlyDictionary<string, string> Risks)
{
    private const int Version = 7;
    private const int IntentBits = 17;
    private const int DangerBits = 20;

    /// <summary>Where they are kept.</summary>
    public static readonly Learned<TrainedReaders> Kept = new("understanding", (Version * 100) + TextFeatures.Version, IntentExamples.Files, Train, Save, Read);

    /// <summary>The readers of the examples as they stand.</summary>
    /// <exception cref="PromptException">The examples are wrong, or were changed after the build.</exception>
    public static TrainedReaders Load(PromptFolder prompts) => Kept.Load(prompts);

    /// <summary>
    /// Intents of a text that are likelier than not, and dangers as <c>danger.SelfHarm</c>, for scoring: danger only where it is clear, since not hearing it is held against
    /// somebody. Of 1,366 harmless messages 7 are then called danger; plain words of it are heard by the patterns of the rubric.
    /// </summary>
    public IReadOnlySet<string> HearSurely(string text)
    {
        const double Likely = 0.7;
        const float Surer = 1.5f;
        var heard = Intents.Read(text).Where(intent => intent.Score >= Likely).Select(intent => intent.Intent).ToHashSet();
        // Of danger only what listens for nothing else is sure enough.
        heard.Remove("suicidal_hint");
        if (Dangers.Read(text, Surer) is var danger && danger != Danger.None)
            heard.Add($"danger.{danger}");
        return heard;
    }

    private static TrainedReaders Train(PromptFolder prompts)
    {
        var examples = IntentExamples.Read(prompts);
        return new(IntentReader.Train(examples.Intents, IntentBits), DangerReader.Train(examples.Dangers, examples.Ordinary, DangerBits), examples.Risks);
    }

    private static void Save(TrainedReaders readers, BinaryWriter to)
    {
        to.Write(readers.Risks.Count);
        foreach (var (intent, risk) in readers.Risks)
        {
            to.Write(intent);
            to.Write(risk);
        }

        readers.Intents.Save(to);
        readers.Dangers.Save(to);
    }

    private static TrainedReaders Read(BinaryReader from)
    {
        var risks = Enumerable.Range(0, from.ReadInt32()).ToDictionary(_ => from.ReadString(), _ => from.ReadString());
        return new(IntentReader.Load(from), DangerReader.Load(from), risks);
    }
}
