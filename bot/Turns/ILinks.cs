namespace Assistant.Bot.Turns;

/// <summary>Makes addresses of paths on this host; those of documents open only for a while.</summary>
public interface ILinks
{
    /// <summary>The whole address of a path, with what makes it open where that is needed.</summary>
    string Sign(string path);

    /// <summary>Whether a path and its query were signed here and have not expired.</summary>
    bool Opens(string pathAndQuery);
}
