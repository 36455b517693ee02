using System.Diagnostics;

namespace Assistant.Bot.Turns;

/// <summary>Places where a test kills the process, to see that nothing is lost or done twice. Not in release builds.</summary>
public static class FaultPoint
{
    private static readonly string? KillAt = Environment.GetEnvironmentVariable("ASSISTANT_FAULT_AT");

    /// <summary>Dies here, as by kill -9, when the test asked for this point.</summary>
    [Conditional("DEBUG")]
    public static void Pass(string point)
    {
        if (KillAt == point)
            Process.GetCurrentProcess().Kill();
    }
}
