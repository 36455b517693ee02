using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;

namespace Assistant.Bot.Commands;

/// <summary>train: what the examples of <c>prompts/understanding/</c> teach, kept beside the program. The build runs it.</summary>
internal static class TrainCommand
{
    public static int Run(string? cache)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        if (TrainedReaders.Train(PromptFolder.Find(), TrainedReaders.BesideProgram, cache))
            Console.WriteLine($"Learned the examples of prompts/understanding in {watch.Elapsed.TotalSeconds:0} s.");
        return 0;
    }
}
