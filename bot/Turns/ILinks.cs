namespace Assistant.Bot.Turns;

/// <summary>Signs paths that open only for a while, such as the printable agreement.</summary>
public interface ILinks
{
    /// <summary>The path with what makes it open; a path that needs nothing comes back as it is.</summary>
    string Sign(string path);

    /// <summary>Whether a path and its query were signed here and have not expired.</summary>
    bool Opens(string pathAndQuery);
}
