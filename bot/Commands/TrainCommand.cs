using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;

namespace Assistant.Bot.Commands;

/// <summary>train: what the sentences of <c>prompts/</c> teach, kept beside the program. The build runs it.</summary>
internal static class TrainCommand
{
    public static int Run(string? cache)
    {
        var prompts = PromptFolder.Find();
        Learn(TrainedReaders.Kept);
        Learn(ConductFiles.Kept);
        Learn(MarkFiles.Kept);
        return 0;

        void Learn<T>(Learned<T> kept)
            where T : class
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            if (kept.Train(prompts, cache))
                Console.WriteLine($"Learned the sentences of {kept.Name} in {watch.Elapsed.TotalSeconds:0} s.");
        }
    }
}
