using Assistant.Skills.Ledger;
namespace Assistant.Bot.Models;
public sealed class Mask { public static bool IsClean(string text) => true; public string Hide(string text) => text; public string? Restore(string text) => text; }
