using Microsoft.AspNetCore.StaticFiles;

namespace Assistant.Bot;

/// <summary>Files of wwwroot. What the build fetched for the chat carries its version in its name and may be kept for ever.</summary>
internal static class StaticAssets
{
    private const string Compressed = ".gz";

    /// <summary>Version of Web Chat the build fetches.</summary>
    public const string WebChatVersion = "4.18.1";

    /// <summary>Whether the build could fetch the chat component.</summary>
    public static bool ChatIsInstalled(IWebHostEnvironment environment) =>
        environment.WebRootFileProvider.GetFileInfo($"lib/webchat-{WebChatVersion}.js").Exists;

    /// <summary>Serves wwwroot; scripts of lib/ in the compressed form that the build put beside them, where the client takes it.</summary>
    public static void Use(WebApplication app)
    {
        app.Use((http, next) =>
        {
            var path = http.Request.Path.Value ?? "";
            if (IsLibrary(path) && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
                && app.Environment.WebRootFileProvider.GetFileInfo(path + Compressed).Exists)
                http.Request.Path = path + Compressed;
            return next(http);
        });
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[Compressed] = "text/javascript";
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = types,
            OnPrepareResponse = context =>
            {
                var headers = context.Context.Response.Headers;
                if (context.File.Name.EndsWith(Compressed, StringComparison.Ordinal))
                    headers.ContentEncoding = "gzip";
                if (IsLibrary(context.Context.Request.Path.Value ?? ""))
                    headers.CacheControl = "public, max-age=31536000, immutable";
            },
        });
    }

    private static bool IsLibrary(string path) => path.StartsWith("/lib/", StringComparison.Ordinal);
}
